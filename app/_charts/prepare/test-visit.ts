import type { TuneVisit } from "../../../core/autotune/evidence/tune-visit.ts";
import type { RawReplicate } from "../../../core/measuring/replicate.ts";
import { trialOf } from "./test-trial.ts";

/** A warm-up and one measured volley at this rate and first token. */
function volleys(tps: number, ttftMs: number): RawReplicate[] {
  return trialOf({ localId: 1, tpsMedian: tps, ttftP95Ms: ttftMs }).replicates.filter(({ index }) => index % 2 === 0);
}

type Change = Partial<TuneVisit> & { seq: number; tps?: number; ttftMs?: number };

/** A search visit of the unset cell in rung 1, block 1; a test names what it changes. */
export function visitOf({ tps = 20, ttftMs = 1000, ...change }: Change): TuneVisit {
  const knobs = change.knobs ?? { kvBits: null, maxBatch: 1, maxContext: 8000 };
  const isMeasured = change.failure === undefined && change.invalidReason === undefined;
  return {
    tuneRunId: "00000000-0000-4000-8000-000000000001",
    at: `2026-11-20T12:${String(Math.floor(change.seq / 2)).padStart(2, "0")}:${change.seq % 2 === 0 ? "10" : "40"}Z`,
    kind: "search",
    strategy: "blocked-halving@1",
    rngKey: 7,
    rung: 1,
    block: 1,
    attempt: 1,
    position: change.seq,
    pair: null,
    arm: null,
    model: "practice/medium-64mb",
    knobs,
    requested: knobs,
    effective: null,
    replicates: isMeasured ? volleys(tps, ttftMs + 20) : [],
    conditions: null,
    peakMemoryBytes: null,
    flags: [],
    invalidReason: null,
    failure: null,
    quality: null,
    ...change,
  };
}
