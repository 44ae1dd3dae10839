import type { TuneVisit } from "../../../../../core/autotune/evidence/tune-visit.ts";
import type { TuneTrial } from "../../../../../core/autotune/trial.ts";
import { trialOf } from "../../../../_charts/prepare/test-trial.ts";
import type { TuneDetail } from "./tune-detail.ts";

type Change = {
  summary?: Partial<TuneDetail["summary"]>;
  trials?: readonly TuneTrial[];
  visits?: readonly TuneVisit[];
} & Partial<Omit<TuneDetail, "summary" | "trials" | "visits">>;

/** Rows as they arrive in the browser: through JSON. */
function overTheWire(rows: {
  trials: readonly TuneTrial[];
  visits: readonly TuneVisit[];
}): Pick<TuneDetail, "trials" | "visits"> {
  return JSON.parse(JSON.stringify(rows));
}

const MIB = 2 ** 20;
const ids = ["practice/large-250mb", "practice/medium-64mb", "practice/small-16mb"];

const practiceTrials: readonly TuneTrial[] = [
  trialOf({
    localId: 1,
    stage: 1,
    model: "practice/large-250mb",
    isFeasible: false,
    ttftP95Ms: 3210,
    tpsMedian: 4,
    replicatesN: 1,
    notes: "ttft p95 3210 ms over gate 2500 ms",
  }),
  trialOf({ localId: 2, stage: 1, ttftP95Ms: 900, tpsMedian: 19, replicatesN: 1 }),
  trialOf({ localId: 3, kvBits: null, maxBatch: 1, maxContext: 1000, tpsMedian: 21.5, ttftP95Ms: 1990 }),
  trialOf({ localId: 4, kvBits: 8, maxBatch: 2, maxContext: 1000, tpsMedian: 21.4, ttftP95Ms: 1920, isKept: true }),
];

const finished: TuneDetail["summary"] = {
  id: "00000000-0000-4000-8000-000000000001",
  label: "TUNE-142",
  agentId: "00000000-0000-4000-8000-000000000002",
  hostName: "mini-24",
  chip: "Apple M4 Pro",
  ramGb: 24,
  origin: "console",
  state: "finished",
  exitReason: "ok",
  candidateSource: "practice",
  candidateCount: 3,
  trialCount: 4,
  targetContext: 1000,
  winner: {
    model: "practice/medium-64mb",
    knobs: { kvBits: 8, maxBatch: 2, maxContext: 1000 },
    tpsMedian: 21.4,
    ttftP95Ms: 1920,
    replicates: 3,
    isPartial: false,
    isShown: true,
  },
  flags: [],
  requestedBy: "Ada",
  requestedAt: "2026-11-20T12:00:00.000Z",
  startedAt: "2026-11-20T12:00:05.000Z",
  endedAt: "2026-11-20T12:02:05.000Z",
};

const asked: Pick<TuneDetail, "job" | "plan" | "candidates" | "cells"> = {
  job: null,
  plan: {
    targetContext: 1000,
    candidates: ids.map((id) => ({ id, revision: null })),
    candidateSource: "practice",
    kvBitsAxis: [null, 8],
    maxBatchAxis: [1, 2],
    maxContextAxis: [],
    stage1Replicates: 1,
    stage2Replicates: 3,
    gateTtftMs: 2500,
    tpsTieEpsilon: 0.02,
    maxDurationS: 7200,
    strategy: "grid",
  },
  candidates: ids.map((id, index) => ({
    rank: index + 1,
    id,
    label: id.slice("practice/".length),
    sizeB: 0.06,
    isPractice: true,
    isCached: true,
    fetchBytes: 0,
    fit: {
      weightsBytes: 64 * MIB,
      kvCacheBytes: 10 * MIB,
      reserveBytes: 512 * MIB,
      needBytes: 586 * MIB,
      budgetBytes: null,
      verdict: "unknown",
    },
  })),
  cells: [null, 8].flatMap((kvBits) =>
    [1, 2].map((maxBatch) => ({
      knobs: { kvBits: kvBits === 8 ? 8 : null, maxBatch, maxContext: 1000 },
      unsupported: null,
    })),
  ),
};

/** A finished practice run: the first candidate misses the gate, the second is chosen, the third is not probed. */
export function detailOf(change: Change = {}): TuneDetail {
  const { summary, trials, visits, ...rest } = change;
  return {
    summary: { ...finished, ...summary },
    ...asked,
    ...overTheWire({ trials: trials ?? practiceTrials, visits: visits ?? [] }),
    report: null,
    baseline: null,
    confirmation: null,
    rngKey: null,
    isApplied: false,
    recommendation: null,
    machine: { chip: "Apple M4 Pro", ramGb: 24, cores: 12, os: "darwin", osVersion: "26.1", workingSetBytes: null },
    versions: { binary: "0.1.0", engine: "embedded", engineVersion: "3.21.1", spec: "SPEC-013 v0.3" },
    message: null,
    recheck: "ok",
    retryOf: null,
    serverTime: "2026-11-20T12:10:00.000Z",
    ...rest,
  };
}
