import type { RecommendationDocument } from "../recommendation-document.ts";
import {
  beginConfirmation,
  type ConfirmationState,
  nextConfirmationVisit,
  recordConfirmation,
} from "../strategy/confirmation/confirmation.ts";
import { decideVerdict } from "../strategy/confirmation/verdict.ts";
import type { TuneConfirmation } from "./tune-comparisons.ts";
import type { TuneVisit } from "./tune-visit.ts";
import { type VisitRule, visitOutcome } from "./visit-outcome.ts";

export const NOT_FINISHED = "not finished";

/** Books a confirmation's next visit; one out of the fixed order ends it without a verdict (M24). */
export function foldConfirmationVisit(state: ConfirmationState, visit: TuneVisit, rule: VisitRule): ConfirmationState {
  const asked = nextConfirmationVisit(state);
  if (asked === null) return state;
  const { arm, pair, attempt, position } = visit;
  const isAsked = arm === asked.arm && pair === asked.pair && attempt === asked.attempt && position === asked.position;
  if (!isAsked) return { ...state, failure: `visit ${visit.seq} is not the one the order asks for` };
  return recordConfirmation(state, visitOutcome(visit, rule));
}

/** The confirmation among a run's visits; no other visit is read, so the search's may be gone (TM20). */
function foldConfirmation(visits: readonly TuneVisit[], rule: VisitRule): ConfirmationState {
  return visits
    .filter(({ kind }) => kind === "confirmation")
    .reduce((state, visit) => foldConfirmationVisit(state, visit, rule), beginConfirmation());
}

export interface ConfirmationEvidence {
  confirmation: TuneConfirmation;
  visits: readonly TuneVisit[];
  rule: VisitRule;
  tieEpsilon: number;
}

/** M25: the verdict as documents carry it (B71), worked out from the visits on agent and server alike. */
export function confirmationDocument(
  evidence: ConfirmationEvidence,
): NonNullable<RecommendationDocument["confirmation"]> {
  const { confirmation, visits, rule, tieEpsilon } = evidence;
  const { against } = confirmation;
  const state = foldConfirmation(visits, rule);
  const decided = confirmation.reason === null ? decideVerdict(state.pairs, tieEpsilon) : null;
  if (decided === null || state.failure !== null) {
    const reason = confirmation.reason ?? state.failure ?? NOT_FINISHED;
    return { against, verdict: "not_shown", tps: null, ttft: null, reason };
  }
  return { against, verdict: decided.verdict, tps: decided.tps.gap, ttft: decided.ttft.gap, reason: null };
}
