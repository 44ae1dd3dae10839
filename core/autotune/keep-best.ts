/** Which rule of B61 decided; charts, sentences and tests use the same word. */
export type KeepDecision = "first" | "faster" | "earlier-first-token" | "not-better" | "infeasible";

export interface CellResult {
  tpsMedian: number | null;
  ttftP95Ms: number | null;
  isFeasible: boolean;
}

export interface FeasibleCell {
  tpsMedian: number;
  ttftP95Ms: number | null;
}

/** Decides whether a measured cell replaces the best one so far (B61, B62). It depends on order and is not transitive (B63). */
export function decideKeep(next: CellResult, best: FeasibleCell | null, tieEpsilon: number): KeepDecision {
  if (!next.isFeasible || next.tpsMedian === null) return "infeasible";
  if (best === null) return "first";
  if (best.tpsMedian <= 0) return next.tpsMedian > 0 ? "faster" : "not-better";
  const gap = (next.tpsMedian - best.tpsMedian) / best.tpsMedian;
  if (gap > tieEpsilon) return "faster";
  const isEarlier = next.ttftP95Ms !== null && (best.ttftP95Ms === null || next.ttftP95Ms < best.ttftP95Ms);
  return Math.abs(gap) <= tieEpsilon && isEarlier ? "earlier-first-token" : "not-better";
}

/** The decisions that make the new cell the best one. */
export function isNewBest(decision: KeepDecision): boolean {
  return decision === "first" || decision === "faster" || decision === "earlier-first-token";
}
