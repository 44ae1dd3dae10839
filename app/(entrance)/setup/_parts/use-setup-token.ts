"use client";
import { useSyncExternalStore } from "react";
import { tokenOfFragment } from "./setup-token.ts";

let held: string | null | undefined;

/** FR2: takes the token out of the address at once, so that it stays in no history; undefined before the browser has read it. */
export function useSetupToken(): string | null | undefined {
  return useSyncExternalStore(watchFragment, readToken, () => undefined);
}

function readToken(): string | null {
  const found = tokenOfFragment(window.location.hash);
  if (found !== null) {
    held = found;
    window.history.replaceState(window.history.state, "", window.location.pathname);
  }
  return held ?? null;
}

function watchFragment(listener: () => void): () => void {
  window.addEventListener("hashchange", listener);
  return () => window.removeEventListener("hashchange", listener);
}
