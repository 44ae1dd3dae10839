import type { ExitReason } from "../exit-reason.ts";

/** How much of a recommendation a run may state. */
export type Completion = "none" | "partial" | "complete";

/** The recommendation column of autotune.md section 13: an interrupted run states what its search had reached. */
export function decideCompletion(
  exitReason: ExitReason,
  search: { hasStage2Begun: boolean; areCellsFinished: boolean },
): Completion {
  if (exitReason === "ok") return "complete";
  if (exitReason === "budget_exhausted_with_partial_recommendation") return "partial";
  if (exitReason !== "interrupted") return "none";
  if (search.areCellsFinished) return "complete";
  return search.hasStage2Begun ? "partial" : "none";
}
