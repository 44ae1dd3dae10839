import type { DefaultOptions } from "@tanstack/react-query";

/** The live feed says when data is old, so neither time nor focus does. */
export const QUERY_DEFAULTS: DefaultOptions = {
  queries: { staleTime: 60_000, retry: false, refetchOnWindowFocus: false, refetchOnReconnect: false },
};
