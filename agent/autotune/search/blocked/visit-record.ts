import type { TuneVisit } from "../../../../core/autotune/evidence/tune-visit.ts";
import {
  calibrationOutcome,
  SLEPT,
  type VisitEvidence,
  visitOutcome,
} from "../../../../core/autotune/evidence/visit-outcome.ts";
import { ruleOf, type TuneContext } from "../tune-context.ts";
import type { VisitRecord } from "../visit.ts";

/** What a visit was for and where it stood; the rest is what came out. */
export type VisitPlace = Pick<
  TuneVisit,
  "kind" | "rung" | "block" | "attempt" | "position" | "pair" | "arm" | "model" | "knobs" | "requested" | "ground"
>;

/** A visit's record with the reason it is out for, worked out by the function that reads it again later (M20, TM11). */
export function visitRecord(
  context: TuneContext,
  place: VisitPlace,
  seen: { record: VisitRecord; quality?: TuneVisit["quality"] },
): TuneVisit {
  const { record, quality = null } = seen;
  const flags = [...new Set([...record.flags, ...(record.hasSlept ? [SLEPT] : [])])].sort();
  const evidence: VisitEvidence = {
    replicates: [...record.replicates],
    effective: record.effective,
    flags,
    invalidReason: null,
    failure: record.reason,
  };
  const judged = judge(context, place.kind, { evidence, hasAnswers: quality !== null });
  const { ground, ...where } = place;
  return {
    tuneRunId: context.runId,
    seq: context.visits.taken.length + 1,
    at: new Date(context.clock.wallMs()).toISOString(),
    strategy: context.visits.strategy,
    rngKey: context.plan.rngKey ?? 0,
    ...where,
    ...evidence,
    ...judged,
    conditions: record.conditions,
    peakMemoryBytes: record.peakMemoryBytes,
    quality,
    ...(ground === undefined ? {} : { ground }),
  };
}

interface Judging {
  readonly evidence: VisitEvidence;
  readonly hasAnswers: boolean;
}

function judge(
  context: TuneContext,
  kind: TuneVisit["kind"],
  { evidence, hasAnswers }: Judging,
): Pick<TuneVisit, "invalidReason" | "failure"> {
  const rule = ruleOf(context);
  if (kind === "quality" && hasAnswers) return { invalidReason: null, failure: null };
  const outcome = kind === "calibration" ? calibrationOutcome(evidence, rule) : visitOutcome(evidence, rule);
  return {
    invalidReason: outcome.kind === "invalid" ? outcome.reason : null,
    failure: outcome.kind === "infeasible" ? outcome.reason : null,
  };
}
