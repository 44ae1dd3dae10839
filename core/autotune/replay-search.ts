import { decideKeep, isNewBest, type KeepDecision } from "./keep-best.ts";
import type { TuneTrial } from "./trial.ts";

export interface SearchStep {
  /** 1-based trial order within Stage 2. */
  step: number;
  trial: TuneTrial;
  decision: KeepDecision;
  /** The best cell after this step; null while none was feasible. */
  best: TuneTrial | null;
}

/** Stage 2 as it was decided, from stored rows alone, in row order (C-04). */
export function replaySearch(trials: readonly TuneTrial[], tieEpsilon: number): SearchStep[] {
  const cells = trials.filter(({ stage }) => stage === 2).sort((left, right) => left.localId - right.localId);
  const steps: SearchStep[] = [];
  let best: { trial: TuneTrial; tpsMedian: number } | null = null;
  for (const [index, trial] of cells.entries()) {
    const standing = best === null ? null : { tpsMedian: best.tpsMedian, ttftP95Ms: best.trial.ttftP95Ms };
    const decision = decideKeep(trial, standing, tieEpsilon);
    if (isNewBest(decision) && trial.tpsMedian !== null) best = { trial, tpsMedian: trial.tpsMedian };
    steps.push({ step: index + 1, trial, decision, best: best?.trial ?? null });
  }
  return steps;
}

/** The one row that is kept after the search, or null (B64, TB51). */
export function keptOf(trials: readonly TuneTrial[], tieEpsilon: number): TuneTrial | null {
  return replaySearch(trials, tieEpsilon).at(-1)?.best ?? null;
}
