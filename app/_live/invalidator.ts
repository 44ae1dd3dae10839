import type { QueryClient, QueryFilters } from "@tanstack/react-query";
import type { useTRPC } from "../_trpc/context.ts";
import { feedTargets, gatherMs, type Pointer, type Target } from "./feed-targets.ts";

type Trpc = ReturnType<typeof useTRPC>;

interface Invalidator {
  take(pointer: Pointer): void;
  /** A hidden tab fetches nothing; what came due meanwhile is fetched once it is shown (H-23). */
  setShown(isShown: boolean): void;
  stop(): void;
}

/** Gathers pointers for a moment, so that a burst of events is one fetch per query. */
export function createInvalidator(trpc: Trpc, queryClient: QueryClient): Invalidator {
  const waiting = new Map<number, { targets: Map<string, Target>; timer: ReturnType<typeof setTimeout> }>();
  const due = new Map<string, Target>();
  let isShown = true;
  const fetchDue = () => {
    if (!isShown) return;
    const targets = [...due.values()];
    due.clear();
    for (const target of targets) void queryClient.invalidateQueries(filterOf(trpc, target));
  };
  const flush = (delayMs: number) => {
    for (const [name, target] of waiting.get(delayMs)?.targets ?? []) due.set(name, target);
    waiting.delete(delayMs);
    fetchDue();
  };
  return {
    take(pointer) {
      for (const target of feedTargets(pointer)) {
        const delayMs = gatherMs(pointer);
        (waiting.get(delayMs) ?? wait(delayMs)).targets.set(JSON.stringify(target), target);
      }
    },
    setShown(next) {
      isShown = next;
      fetchDue();
    },
    stop() {
      for (const { timer } of waiting.values()) clearTimeout(timer);
    },
  };

  function wait(delayMs: number) {
    const begun = { targets: new Map<string, Target>(), timer: setTimeout(flush, delayMs, delayMs) };
    waiting.set(delayMs, begun);
    return begun;
  }
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
    case "ratings":
      return trpc.ratings.pathFilter();
    case "proposals":
      return trpc.proposals.pathFilter();
    case "proposals.get":
      return trpc.proposals.get.pathFilter();
    case "tunes.log":
      return trpc.tunes.log.pathFilter();
  }
}
