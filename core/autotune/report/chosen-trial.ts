import { keptOf } from "../replay-search.ts";
import type { TuneTrial } from "../trial.ts";
import type { Completion } from "./completion.ts";

/** The row a recommendation states: the kept cell, or for a partial one without a feasible cell Stage 1's own (B119). */
export function chosenTrial(
  trials: readonly TuneTrial[],
  { completion, tieEpsilon }: { completion: Completion; tieEpsilon: number },
): TuneTrial | null {
  if (completion === "none") return null;
  const kept = keptOf(trials, tieEpsilon);
  if (kept !== null || completion === "complete") return kept;
  return trials.find(({ stage, isFeasible }) => stage === 1 && isFeasible) ?? null;
}
