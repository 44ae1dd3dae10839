import { crossCheckFlags } from "../measuring/cross-check.ts";
import { errorReasons } from "../measuring/error-reasons.ts";
import { median, nearestRankP95 } from "../measuring/percentiles.ts";
import type { RawReplicate, TpsMethod } from "../measuring/replicate.ts";
import { measureRequest, methodOf } from "../measuring/request-metrics.ts";
import { type MeasuredVolley, measureVolley, volleyMethod } from "../measuring/volley.ts";
import { effectiveDiffers } from "../serving/knob-match.ts";
import type { KnobReadings } from "../serving/knobs.ts";

export interface TrialEvidence {
  /** Stage 2 is strict: any failing replicate, a gate miss included, empties the aggregates (B54 against B59). */
  stage: 1 | 2;
  /** Every volley, the warm-up included. */
  replicates: readonly RawReplicate[];
  gateTtftMs: number;
  /** The run's method once its first measured replicate fixed it, else null (B112). */
  method: TpsMethod | null;
  /** Read-back of the provider; null or absent when it was not read. */
  effective?: KnobReadings | null;
}

/** A trial's columns, recomputable on agent and server alike (TM11, B126). */
export interface TrialAggregate {
  tpsMedian: number | null;
  ttftP95Ms: number | null;
  errorCount: number;
  isFeasible: boolean;
  /** Why it is infeasible; null when feasible. */
  notes: string | null;
  tpsMethod: TpsMethod | null;
  ttftColdMs: number | null;
  flags: string[];
}

type OkVolley = Extract<MeasuredVolley, { kind: "ok" }>;

const isOk = (volley: MeasuredVolley): volley is OkVolley => volley.kind === "ok";

/** A prompt from a cache is the machine's doing, so it makes no server failure (M23, measurement.md section 5). */
const isServerFailure = (volley: MeasuredVolley, gateTtftMs: number): boolean =>
  volley.kind === "failed" || (volley.cache !== "prefix_cached" && volley.ttftMs > gateTtftMs);

function coldTtftMs(warmUp: RawReplicate | undefined): number | null {
  const stamps = warmUp?.requests.flatMap(({ stampsUs }) => stampsUs.slice(0, 1)) ?? [];
  return stamps.length === 0 ? null : Math.max(...stamps) / 1000;
}

/** A warm-up fails by errors only: its speed and token count are read by nothing (M13, B108). */
function warmUpFailure(warmUp: RawReplicate | undefined): string | null {
  for (const request of warmUp?.requests ?? []) {
    const measured = measureRequest(request, methodOf(request));
    const hasContent = request.stampsUs.length > 0 && request.error === null && request.errorClass === null;
    if (measured.kind === "failed" && !hasContent) return errorReasons.warmUp(measured.reason);
  }
  return null;
}

/** The method of the first replicate that could be measured; a failed one fixes nothing (B112). */
function firstMethod(measured: readonly RawReplicate[]): TpsMethod | null {
  for (const { requests } of measured) {
    const method = volleyMethod(requests);
    if (measureVolley(requests, method).kind === "ok") return method;
  }
  return null;
}

function flagsOf(
  replicates: readonly RawReplicate[],
  measured: readonly RawReplicate[],
  volleys: readonly MeasuredVolley[],
): string[] {
  const ok = volleys.filter(isOk);
  const flags = new Set(replicates.flatMap((replicate) => replicate.flags));
  for (const [index, volley] of volleys.entries()) {
    const replicate = measured[index];
    if (volley.kind !== "ok" || replicate === undefined) continue;
    for (const flag of crossCheckFlags(replicate, volley.method)) flags.add(flag);
  }
  if (ok.some((volley) => volley.isBundled)) flags.add("bundled");
  if (ok.some((volley) => volley.cache === "unproven")) flags.add("unproven");
  if (ok.some((volley) => volley.cache === "prefix_cached")) flags.add("prefix_cached");
  return [...flags].sort();
}

function reasonOf(
  evidence: TrialEvidence,
  volleys: readonly MeasuredVolley[],
  ttftP95Ms: number | null,
): string | null {
  const failed = volleys.find((volley) => volley.kind === "failed");
  if (failed !== undefined) return failed.reason;
  const differs = evidence.effective ? effectiveDiffers(evidence.effective) : null;
  if (differs !== null) return differs;
  if (volleys.filter(isOk).some((volley) => volley.cache === "prefix_cached")) return errorReasons.prefixCached;
  if (ttftP95Ms === null) return errorReasons.notMeasured;
  const worstMs = Math.max(...volleys.filter(isOk).map(({ ttftMs }) => ttftMs));
  const judgedMs = evidence.stage === 1 ? ttftP95Ms : worstMs;
  return judgedMs > evidence.gateTtftMs ? errorReasons.gate(judgedMs, evidence.gateTtftMs) : null;
}

/** What a trial's raw replicates amount to: feasibility, aggregates and reason (B52, B54, B59, B60, B112). */
export function aggregateTrial(evidence: TrialEvidence): TrialAggregate {
  const warmUp = evidence.replicates.find(({ isWarmUp }) => isWarmUp);
  const measured = evidence.replicates.filter(({ isWarmUp }) => !isWarmUp);
  const method = evidence.method ?? firstMethod(measured);
  const volleys = measured.map(({ requests }) => measureVolley(requests, method ?? volleyMethod(requests)));
  const ok = volleys.filter(isOk);
  const isWhole = ok.length > 0 && ok.length === volleys.length && ok.every(({ cache }) => cache !== "prefix_cached");
  const ttftP95Ms = isWhole ? nearestRankP95(ok.map(({ ttftMs }) => ttftMs)) : null;
  const notes = warmUpFailure(warmUp) ?? reasonOf(evidence, volleys, ttftP95Ms);
  const errorCount = volleys.filter((volley) => isServerFailure(volley, evidence.gateTtftMs)).length;
  const areShown = isWhole && (evidence.stage === 1 || notes === null);
  return {
    tpsMedian: areShown ? median(ok.map(({ tps }) => tps)) : null,
    ttftP95Ms: areShown ? ttftP95Ms : null,
    errorCount,
    isFeasible: notes === null,
    notes,
    tpsMethod: method,
    ttftColdMs: coldTtftMs(warmUp),
    flags: flagsOf(evidence.replicates, measured, volleys),
  };
}
