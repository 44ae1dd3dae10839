import type { KnobSettings } from "../../serving/knobs.ts";
import { keptOf } from "../replay-search.ts";
import { areSameKnobs } from "../strategy/search/setup.ts";
import type { TuneTrial } from "../trial.ts";
import type { TunePlan } from "../tune-plan.ts";
import type { Completion } from "./completion.ts";

export interface KeptChoice {
  plan: Pick<TunePlan, "strategy" | "tpsTieEpsilon">;
  /** What `blocked-halving` chose; null before it could, and for `grid`. */
  searchWinner: KnobSettings | null;
}

/** The one row that is kept after Stage 2, or null (B64): keep-best over the rows for `grid`, the search's choice otherwise. */
export function keptTrial(trials: readonly TuneTrial[], { plan, searchWinner }: KeptChoice): TuneTrial | null {
  switch (plan.strategy) {
    case "grid":
    case "grid-reverse":
      return keptOf(trials, plan.tpsTieEpsilon);
    case "blocked-halving": {
      if (searchWinner === null) return null;
      return trials.find((trial) => trial.stage === 2 && trial.isFeasible && areSameKnobs(trial, searchWinner)) ?? null;
    }
  }
}

/** The row a recommendation states: the kept cell, or for a partial one without a feasible cell Stage 1's own (B119). */
export function chosenTrial(
  trials: readonly TuneTrial[],
  { completion, kept }: { completion: Completion; kept: TuneTrial | null },
): TuneTrial | null {
  if (completion === "none") return null;
  if (kept !== null || completion === "complete") return kept;
  return trials.find(({ stage, isFeasible }) => stage === 1 && isFeasible) ?? null;
}
