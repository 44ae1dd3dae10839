import type { TuneStrategy } from "./tune-plan.ts";

/** `<name>@<version>` as visits and documents carry it (M20); a change of the rules raises the version. */
export const STRATEGY_VERSION = {
  grid: "grid@1",
  "grid-reverse": "grid-reverse@1",
  "blocked-halving": "blocked-halving@1",
} as const satisfies Record<TuneStrategy, string>;
