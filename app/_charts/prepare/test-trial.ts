import type { TuneTrial } from "../../../core/autotune/trial.ts";
import type { RawReplicate } from "../../../core/measuring/replicate.ts";

/** A raw volley of one request that decodes `tps` after `ttftMs`, 11 tokens as 11 events. */
function volleyOf(index: number, ttftMs: number, tps: number): RawReplicate {
  const stampsUs = Array.from({ length: 11 }, (_, token) => ttftMs * 1000 + (token * 1_000_000) / tps);
  return {
    index,
    isWarmUp: index === 0,
    flags: [],
    requests: [
      {
        connectUs: 100,
        stampsUs,
        firstOutputIndex: 0,
        status: 200,
        nPrompt: 100,
        nCached: 0,
        nUsage: 11,
        k1: 1,
        k1Known: true,
        finishReason: "length",
        errorClass: null,
        error: null,
      },
    ],
  };
}

/** A feasible stage 2 row; every test names what it changes. */
export function trialOf(change: Partial<TuneTrial> & { localId: number }): TuneTrial {
  const tps = change.tpsMedian ?? 20;
  const ttftMs = change.ttftP95Ms ?? 1900;
  const knobs = {
    kvBits: change.kvBits ?? null,
    maxBatch: change.maxBatch ?? 1,
    maxContext: change.maxContext ?? 8000,
  };
  const isMeasured = change.isFeasible ?? true;
  return {
    tuneRunId: "00000000-0000-4000-8000-000000000001",
    at: "2026-11-20T12:00:00Z",
    stage: 2,
    model: "practice/medium-64mb",
    targetContext: 8000,
    maxTokens: 64,
    measuredPromptTokens: 7900,
    tpsMedian: isMeasured ? tps : null,
    ttftP95Ms: isMeasured ? ttftMs : null,
    isFeasible: true,
    errorCount: 0,
    isKept: false,
    notes: null,
    replicatesN: 3,
    tpsMethod: "usage",
    ttftColdMs: null,
    peakMemoryBytes: null,
    requested: knobs,
    effective: null,
    replicates: isMeasured
      ? [
          volleyOf(0, ttftMs, tps),
          volleyOf(1, ttftMs - 50, tps - 0.4),
          volleyOf(2, ttftMs - 20, tps),
          volleyOf(3, ttftMs, tps + 0.5),
        ]
      : [],
    flags: [],
    ...knobs,
    ...change,
  };
}
