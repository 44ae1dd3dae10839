"use client";
import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "../../../../../_trpc/context.ts";

/** The server keeps an answer this long, so asking more often tells nothing new. */
const ASK_AGAIN_MS = 30_000;

/** The tuner's own state of a class, the one rule of what can be tuned (TU37); asked again while the class collects. */
export function useTuner(label: string) {
  const trpc = useTRPC();
  return useQuery(
    trpc.proposals.state.queryOptions(
      { class: label },
      { refetchInterval: ({ state }) => (state.data?.state === "collecting" ? ASK_AGAIN_MS : false) },
    ),
  );
}
