"use client";
import { useState } from "react";
import { type RequestKeys, requestKey, requestKeys } from "./request-key.ts";

/** The request keys of a form, kept as long as it stands on the page (H-34). */
export function useRequestKeys(): RequestKeys {
  const [keys] = useState(() => requestKeys(() => requestKey(crypto.getRandomValues(new Uint8Array(16)))));
  return keys;
}
