import type { ExitReason } from "../../core/autotune/exit-reason.ts";
import type { Ending } from "./interruption.ts";
import type { StageOneResult } from "./search/stage-one.ts";
import type { StageTwoResult } from "./search/stage-two.ts";

export interface SearchOutcome {
  readonly stageOne: StageOneResult;
  /** Null when Stage 2 was not entered. */
  readonly stageTwo: StageTwoResult | null;
  readonly ending: Ending | null;
  readonly hasFeasibleCell: boolean;
}

export interface RunEnd {
  readonly exitReason: ExitReason;
  /** For stderr and the run's row; null where the report says it at length. */
  readonly message: string | null;
}

const OVER_TIME = "--max-duration is over";

/** The exit reason table of autotune.md section 13 for a run that got as far as Stage 1. */
export function decideEnd({ stageOne, stageTwo, ending, hasFeasibleCell }: SearchOutcome): RunEnd {
  const stuck = stageOne.kind === "stuck" ? stageOne : stageTwo?.kind === "stuck" ? stageTwo : null;
  if (stuck !== null) return { exitReason: "internal_error", message: `provider stuck pid ${stuck.pid}` };
  if (ending?.kind === "interrupted") return { exitReason: "interrupted", message: ending.reason };
  if (stageOne.kind === "integrity") {
    return { exitReason: "pre_warm_integrity_failure", message: `${stageOne.model}: ${stageOne.notes}` };
  }
  if (stageOne.kind === "none") return { exitReason: "no_feasible", message: null };
  if (stageOne.kind === "stopped") return { exitReason: "budget_exhausted_no_model_selected", message: OVER_TIME };
  if (stageTwo === null || stageTwo.kind === "stopped") {
    return { exitReason: "budget_exhausted_with_partial_recommendation", message: OVER_TIME };
  }
  return { exitReason: hasFeasibleCell ? "ok" : "no_feasible", message: null };
}

/** The end of a run that was stopped before its search began; an interrupt wins over the budget (B92). */
export function endOfStopped(ending: Ending | null): RunEnd {
  return ending?.kind === "interrupted"
    ? { exitReason: "interrupted", message: ending.reason }
    : { exitReason: "budget_exhausted_no_model_selected", message: OVER_TIME };
}

/** The end of a run that failed unexpectedly; one that was being stopped ends as stopped. */
export function endOfFailure(cause: unknown, ending: Ending | null): RunEnd {
  if (ending?.kind === "interrupted") return { exitReason: "interrupted", message: ending.reason };
  return { exitReason: "internal_error", message: cause instanceof Error ? cause.message : String(cause) };
}
