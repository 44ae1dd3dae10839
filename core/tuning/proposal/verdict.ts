import type { TuneProposal } from "../tune/outcome.ts";

/** What a proposal's held-out check says (TU43): “worse”, “not shown” or better in AP5's words. */
export type ProposalVerdict = "regression" | "inconclusive" | "improves";

export function verdictOf({ method, means, gain }: Pick<TuneProposal, "method" | "means" | "gain">): ProposalVerdict {
  if (means.delta <= 0) return "regression";
  return method === "gp" && gain !== null && gain.lower > 0 ? "improves" : "inconclusive";
}
