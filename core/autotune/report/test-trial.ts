import type { KnobSettings } from "../../serving/knobs.ts";
import type { TuneTrial } from "../trial.ts";
import type { TunePlan } from "../tune-plan.ts";

const RUN_ID = "0190c8a2-0000-7000-8000-000000000001";

/** A small operator plan; what a test cares about is overridden. */
export function testPlan(change: Partial<TunePlan> = {}): TunePlan {
  return {
    targetContext: 2000,
    candidates: [{ id: "acme/model-7B", revision: null }],
    candidateSource: "operator",
    kvBitsAxis: [null],
    maxBatchAxis: [1],
    maxContextAxis: [],
    stage1Replicates: 1,
    stage2Replicates: 3,
    gateTtftMs: 60_000,
    tpsTieEpsilon: 0.02,
    maxDurationS: 7200,
    strategy: "grid",
    ...change,
  };
}

export const candidatesOf = (...ids: string[]): TunePlan["candidates"] => ids.map((id) => ({ id, revision: null }));

/** A feasible Stage-1 row at 10 tok/s and 1,000 ms; what a test cares about is overridden. */
export function testTrial(localId: number, change: Partial<TuneTrial> = {}): TuneTrial {
  const requested: KnobSettings = { kvBits: null, maxBatch: null, maxContext: 2000 };
  return {
    localId,
    tuneRunId: RUN_ID,
    at: "2026-01-01T00:00:00.000Z",
    stage: 1,
    model: "acme/model-7B",
    targetContext: 2000,
    maxTokens: 64,
    measuredPromptTokens: 1600,
    tpsMedian: 10,
    ttftP95Ms: 1000,
    isFeasible: true,
    errorCount: 0,
    isKept: false,
    notes: null,
    kvBits: null,
    maxContext: 2000,
    maxBatch: null,
    replicatesN: 1,
    tpsMethod: "usage",
    ttftColdMs: 2000,
    peakMemoryBytes: null,
    requested,
    effective: null,
    replicates: [],
    flags: [],
    ...change,
  };
}

/** A Stage-2 row of three replicates; infeasible without a rate. */
export function testCell(
  localId: number,
  [tpsMedian, ttftP95Ms]: readonly [number | null, number | null],
  change: Partial<TuneTrial> = {},
): TuneTrial {
  const isFeasible = tpsMedian !== null;
  const notes = isFeasible ? null : "HTTP 503";
  const measured = { stage: 2 as const, tpsMedian, ttftP95Ms, isFeasible, notes, maxBatch: 1, replicatesN: 3 };
  return testTrial(localId, { ...measured, ...change });
}

/** A candidate that failed in Stage 1. */
export function testFailure(localId: number, model: string, change: Partial<TuneTrial> = {}): TuneTrial {
  const failed = { isFeasible: false, tpsMedian: null, ttftP95Ms: null, errorCount: 1, notes: "HTTP 503" };
  return testTrial(localId, { model, ...failed, ...change });
}
