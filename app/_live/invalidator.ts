import type { QueryClient, QueryFilters } from "@tanstack/react-query";
import type { useTRPC } from "../_trpc/context.ts";
import { feedTargets, type Pointer, type Target } from "./feed-targets.ts";

type Trpc = ReturnType<typeof useTRPC>;

const GATHER_MS = 250;

interface Invalidator {
  take(pointer: Pointer): void;
  stop(): void;
}

/** Gathers pointers for a moment, so that a burst of events is one fetch per query. */
export function createInvalidator(trpc: Trpc, queryClient: QueryClient): Invalidator {
  const gathered = new Map<string, Target>();
  let timer: ReturnType<typeof setTimeout> | null = null;
  const flush = () => {
    timer = null;
    const targets = [...gathered.values()];
    gathered.clear();
    for (const target of targets) void queryClient.invalidateQueries(filterOf(trpc, target));
  };
  return {
    take(pointer) {
      for (const target of feedTargets(pointer)) gathered.set(JSON.stringify(target), target);
      timer ??= setTimeout(flush, GATHER_MS);
    },
    stop() {
      if (timer !== null) clearTimeout(timer);
    },
  };
}

function filterOf(trpc: Trpc, target: Target): QueryFilters {
  switch (target.query) {
    case "all":
      return {};
    case "today":
      return trpc.today.pathFilter();
    case "fleet.list":
      return trpc.fleet.list.queryFilter();
    case "tunes.preview":
      return trpc.tunes.preview.pathFilter();
    case "tunes.recipes":
      return trpc.tunes.recipes.pathFilter();
    case "tunes.list":
      return trpc.tunes.list.pathFilter();
    case "fleet.get":
      return target.id === null ? trpc.fleet.get.pathFilter() : trpc.fleet.get.queryFilter({ id: target.id });
    case "tunes.get":
      return target.id === null ? trpc.tunes.get.pathFilter() : trpc.tunes.get.queryFilter({ id: target.id });
    case "tunes.progress":
      return target.id === null ? trpc.tunes.progress.pathFilter() : trpc.tunes.progress.queryFilter({ id: target.id });
    case "probes.list":
      return trpc.probes.list.pathFilter();
    case "probes.get":
      return target.id === null ? trpc.probes.get.pathFilter() : trpc.probes.get.queryFilter({ id: target.id });
    case "images":
      return trpc.images.pathFilter();
    case "proposals":
      return trpc.proposals.pathFilter();
    case "tunes.log":
      return trpc.tunes.log.pathFilter();
  }
}
