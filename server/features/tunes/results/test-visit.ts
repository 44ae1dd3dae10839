import type { TuneVisit } from "../../../../core/autotune/evidence/tune-visit.ts";
import { madeTrial } from "./test-run.ts";

type Made = Pick<TuneVisit, "tuneRunId" | "seq"> & Partial<TuneVisit> & { gapMs: number };

/** A visit of a cell as an honest agent stores it: a warm-up and one volley. */
export function madeVisit({ gapMs, ...change }: Made): TuneVisit {
  const model = change.model ?? "practice/medium-64mb";
  const knobs = change.knobs ?? { kvBits: null, maxBatch: 1, maxContext: 1000 };
  const { replicates } = madeTrial({ tuneRunId: change.tuneRunId, localId: 1, stage: 1, model, gapMs });
  return {
    at: "2026-11-20T12:00:10.000Z",
    kind: "search",
    strategy: "blocked-halving@1",
    rngKey: 7,
    rung: 1,
    block: 1,
    attempt: 1,
    position: change.seq,
    pair: null,
    arm: null,
    requested: knobs,
    effective: null,
    replicates,
    conditions: null,
    peakMemoryBytes: null,
    flags: [],
    invalidReason: null,
    failure: null,
    quality: null,
    ...change,
    model,
    knobs,
  };
}
