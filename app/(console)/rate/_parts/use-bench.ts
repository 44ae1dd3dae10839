"use client";
import { useEffect, useState, useSyncExternalStore } from "react";
import { useTRPCClient } from "../../../_trpc/context.ts";
import type { RouterInputs } from "../../../_trpc/procedures.ts";
import { useJobLine } from "../../../_unsaved/unsaved-provider.tsx";
import { type BenchController, createBench } from "./bench-controller.ts";

interface BenchWish {
  wish: RouterInputs["ratings"]["open"];
  isAllowed: boolean;
  /** When the console last said what waits, in milliseconds. */
  newsAt: number;
}

/** Opens a sitting and keeps its controller while the bench is mounted; its answers outlive it in the tab's line. */
export function useBench({ wish, isAllowed, newsAt }: BenchWish): BenchController {
  const client = useTRPCClient();
  const line = useJobLine();
  const [bench] = useState(() => createBench({ client, wish, line }));
  useSyncExternalStore(bench.subscribe, bench.version, bench.version);
  // The sitting lives on the console.
  useEffect(() => {
    if (isAllowed) bench.open();
    return bench.close;
  }, [bench, isAllowed]);
  // What waits changes on the console; the live feed has it read again.
  useEffect(() => {
    if (newsAt > 0) bench.lookAgain();
  }, [bench, newsAt]);
  return bench;
}
