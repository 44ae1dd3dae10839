"use client";
import { useEffect, useState, useSyncExternalStore } from "react";
import { useTRPCClient } from "../../../_trpc/context.ts";
import type { RouterInputs } from "../../../_trpc/procedures.ts";
import { type BenchController, createBench } from "./bench-controller.ts";

/** Opens a sitting and keeps its controller while the bench is mounted. */
export function useBench(wish: RouterInputs["ratings"]["open"], isAllowed: boolean): BenchController {
  const client = useTRPCClient();
  const [bench] = useState(() => createBench(client, wish));
  useSyncExternalStore(bench.subscribe, bench.version, bench.version);
  // The sitting lives on the console; pictures still unsaved keep the tab.
  useEffect(() => {
    if (isAllowed) bench.open();
    const stay = (event: BeforeUnloadEvent) => {
      if (bench.state().unsaved > 0) event.preventDefault();
    };
    window.addEventListener("beforeunload", stay);
    return () => window.removeEventListener("beforeunload", stay);
  }, [bench, isAllowed]);
  return bench;
}
