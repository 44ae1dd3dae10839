import { errorReasons } from "../../measuring/error-reasons.ts";
import { isSameModel } from "../../serving/model-id.ts";
import { formatKnobs } from "../../units/knobs.ts";
import type { TuneTrial } from "../trial.ts";

interface CandidateFailure {
  model: string;
  /** 1-based place in the input list. */
  rank: number;
  reason: string;
}

const cellsOf = (trials: readonly TuneTrial[]): TuneTrial[] => trials.filter(({ stage }) => stage === 2);

const reasonOf = (trial: TuneTrial): string => trial.notes ?? errorReasons.notMeasured;

/** B65: why no cell was feasible, all reasons joined, each behind its knobs; null while one is feasible or none finished. */
export function noFeasibleCell(trials: readonly TuneTrial[]): string | null {
  const cells = cellsOf(trials);
  if (cells.length === 0 || cells.some(({ isFeasible }) => isFeasible)) return null;
  return cells
    .map(
      (cell) =>
        `${formatKnobs({ kvBits: cell.kvBits, maxBatch: cell.maxBatch, maxContext: cell.maxContext })}: ${reasonOf(cell)}`,
    )
    .join("; ");
}

/**
 * Every candidate tried and failed, in input order, on success too (B71, TB71). `areCellsFinished` adds the selected model
 * when all its cells failed (B65).
 */
export function candidateFailures(
  candidates: readonly string[],
  trials: readonly TuneTrial[],
  areCellsFinished: boolean,
): CandidateFailure[] {
  const cellReason = areCellsFinished ? noFeasibleCell(trials) : null;
  return candidates.flatMap((model, index) => {
    const trial = trials.find((row) => row.stage === 1 && isSameModel(row.model, model));
    if (trial === undefined) return [];
    const reason = trial.isFeasible ? cellReason : reasonOf(trial);
    return reason === null ? [] : [{ model, rank: index + 1, reason }];
  });
}
