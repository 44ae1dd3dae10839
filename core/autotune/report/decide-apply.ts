import type { ExitReason } from "../exit-reason.ts";
import type { RecommendationDocument } from "../recommendation-document.ts";

export type ApplyDecision = "not-asked" | "not-complete" | "not-shown" | "worse" | "apply";

interface ApplyFacts {
  isAsked: boolean;
  exitReason: ExitReason;
  document: Pick<RecommendationDocument, "recommendation" | "shown" | "baseline">;
}

/** B77, B118: whether a run may write its winner: only a complete `ok` result, shown, and not worse than what is applied. */
export function decideApply({ isAsked, exitReason, document }: ApplyFacts): ApplyDecision {
  if (!isAsked) return "not-asked";
  const { recommendation, shown, baseline } = document;
  if (exitReason !== "ok" || recommendation === null || recommendation.partial === true) return "not-complete";
  if (shown === false) return "not-shown";
  return baseline?.verdict === "worse" ? "worse" : "apply";
}
