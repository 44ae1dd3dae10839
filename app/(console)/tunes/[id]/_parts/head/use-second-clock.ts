"use client";
import { useSyncExternalStore } from "react";

function subscribe(listener: () => void): () => void {
  const timer = setInterval(listener, 1000);
  return () => clearInterval(timer);
}

const wholeSecond = () => Math.floor(Date.now() / 1000) * 1000;
const unknown = () => null;
const still = () => () => {};

/** The browser's clock in whole seconds, Unix ms; null on the server, and it stands still when nothing runs. */
export function useSecondClock(isRunning: boolean): number | null {
  return useSyncExternalStore(isRunning ? subscribe : still, wholeSecond, unknown);
}
