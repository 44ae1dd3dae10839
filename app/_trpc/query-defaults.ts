import type { DefaultOptions } from "@tanstack/react-query";
import { failureOf } from "../_ui/states/failure.ts";

/** A session's calls are counted over this long (TP9). */
const WINDOW_S = 10;

/** Whether a failed read is asked again: one that came too fast (TP9), for as long as the limit looks back; `failures` before this one. */
export function isAskedAgain(failures: number, error: unknown): boolean {
  return failures < WINDOW_S && failureOf(error).code === "RATE_LIMITED";
}

/** The live feed says when data is old, so neither time nor focus does. */
export const QUERY_DEFAULTS: DefaultOptions = {
  queries: {
    staleTime: 60_000,
    retry: isAskedAgain,
    retryDelay: 1000,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  },
};
