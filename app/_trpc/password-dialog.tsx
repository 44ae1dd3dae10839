"use client";
import dynamic from "next/dynamic";
import { useSyncExternalStore } from "react";
import { passwordGate } from "./password-gate.ts";

const PasswordQuestion = dynamic(() => import("./password-question.tsx"), { ssr: false });

/** AC5: the password question, loaded when an action waits for it. */
export function PasswordDialog() {
  const isAsking = useSyncExternalStore(passwordGate.subscribe, passwordGate.isAsking, passwordGate.isAskingOnServer);
  return isAsking ? <PasswordQuestion /> : null;
}
