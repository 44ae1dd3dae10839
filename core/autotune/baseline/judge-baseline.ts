import { isSameModel } from "../../serving/model-id.ts";
import { aggregateTrial } from "../aggregate.ts";
import type { TuneBaseline } from "../evidence/tune-comparisons.ts";
import type { RecommendationDocument } from "../recommendation-document.ts";
import type { TuneTrial } from "../trial.ts";
import type { TunePlan } from "../tune-plan.ts";

type BaselineDocument = NonNullable<RecommendationDocument["baseline"]>;
type Recommendation = NonNullable<RecommendationDocument["recommendation"]>;

export interface BaselineEvidence {
  readonly baseline: TuneBaseline;
  readonly recommendation: Recommendation | null;
  readonly trials: readonly TuneTrial[];
  readonly plan: TunePlan;
}

type Measured = {
  readonly tpsMedian: number | null;
  readonly ttftP95Ms: number | null;
  readonly reason: string | null;
};

function measuredOf({ baseline, trials, plan }: BaselineEvidence): Measured {
  if (baseline.notMeasured !== null) return { tpsMedian: null, ttftP95Ms: null, reason: baseline.notMeasured };
  const cell = trials.find(({ localId }) => localId === baseline.trialLocalId);
  if (cell !== undefined) {
    return { tpsMedian: cell.tpsMedian, ttftP95Ms: cell.ttftP95Ms, reason: cell.isFeasible ? null : cell.notes };
  }
  const again = aggregateTrial({
    stage: 2,
    replicates: baseline.replicates,
    gateTtftMs: plan.gateTtftMs,
    method: trials.find(({ tpsMethod }) => tpsMethod !== null)?.tpsMethod ?? null,
    effective: baseline.effective,
  });
  return { tpsMedian: again.tpsMedian, ttftP95Ms: again.ttftP95Ms, reason: again.notes };
}

/**
 * B118: how the recommendation stands against the applied recipe. Same model by the gap of the medians against epsilon; exactly
 * at epsilon nothing is shown. It never changes the recommendation.
 */
export function judgeBaseline(evidence: BaselineEvidence): BaselineDocument {
  const { baseline, recommendation, plan } = evidence;
  const measured = measuredOf(evidence);
  const { kvBits, maxBatch, maxContext } = baseline.knobs;
  const head = {
    model: baseline.model,
    knobs: { kv_bits: kvBits, max_concurrency_override: maxBatch, max_context_override: maxContext },
    tps_median: measured.tpsMedian,
    ttft_p95_ms: measured.ttftP95Ms,
  };
  if (measured.tpsMedian === null || measured.tpsMedian <= 0) {
    return { ...head, verdict: "not_measured", reason: measured.reason ?? "not measured" };
  }
  if (recommendation === null) return { ...head, verdict: "not_comparable", reason: "the run recommends nothing" };
  if (!isSameModel(baseline.model, recommendation.model)) {
    return { ...head, verdict: "not_comparable", reason: "another model" };
  }
  const gap = (recommendation.tps_median - measured.tpsMedian) / measured.tpsMedian;
  const verdict = gap > plan.tpsTieEpsilon ? "better" : gap < -plan.tpsTieEpsilon ? "worse" : "not_shown";
  return { ...head, verdict, reason: null };
}
