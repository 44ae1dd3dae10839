import { aggregateTrial } from "../../../../core/autotune/aggregate.ts";
import { buildDocument } from "../../../../core/autotune/recommendation.ts";
import type { RecommendationDocument } from "../../../../core/autotune/recommendation-document.ts";
import type { TuneTrial } from "../../../../core/autotune/trial.ts";
import type { TunePlan } from "../../../../core/autotune/tune-plan.ts";
import type { TuneFinished } from "../../../../core/contract/v1/events.ts";
import type { RawReplicate } from "../../../../core/measuring/replicate.ts";

const TOKENS = 21;

/** One volley of one request: `ttftMs` to the first of 21 tokens, then one every `gapMs`. */
function volley(index: number, timing: { ttftMs: number; gapMs: number }): RawReplicate {
  const stampsUs = Array.from({ length: TOKENS }, (_none, at) =>
    Math.round((timing.ttftMs + at * timing.gapMs) * 1000),
  );
  return {
    index,
    isWarmUp: index === 0,
    requests: [
      {
        connectUs: 100,
        stampsUs,
        firstOutputIndex: 0,
        status: 200,
        nPrompt: 1000,
        nCached: 0,
        nUsage: TOKENS,
        k1: 1,
        k1Known: true,
        finishReason: "length",
        errorClass: null,
        error: null,
      },
    ],
    flags: [],
  };
}

export interface MadeTrial {
  tuneRunId: string;
  localId: number;
  stage: 1 | 2;
  model: string;
  gapMs: number;
  maxBatch?: number;
  gateTtftMs?: number;
  flags?: string[];
}

/** A trial as an honest agent stores it: its columns are the aggregate of its raw volleys. */
export function madeTrial(made: MadeTrial): TuneTrial {
  const count = made.stage === 1 ? 1 : 3;
  const replicates = Array.from({ length: count + 1 }, (_none, index) =>
    volley(index, { ttftMs: 200, gapMs: made.gapMs }),
  );
  const gateTtftMs = made.gateTtftMs ?? 2500;
  const again = aggregateTrial({ stage: made.stage, replicates, gateTtftMs, method: "usage", effective: null });
  const knobs = { kvBits: null, maxBatch: made.stage === 1 ? null : (made.maxBatch ?? 1), maxContext: 1000 };
  return {
    localId: made.localId,
    tuneRunId: made.tuneRunId,
    at: "2026-11-20T12:00:01.000Z",
    stage: made.stage,
    model: made.model,
    targetContext: 1000,
    maxTokens: 64,
    measuredPromptTokens: 1000,
    tpsMedian: again.tpsMedian,
    ttftP95Ms: again.ttftP95Ms,
    isFeasible: again.isFeasible,
    errorCount: again.errorCount,
    isKept: false,
    notes: again.notes,
    ...knobs,
    replicatesN: count,
    tpsMethod: again.tpsMethod,
    ttftColdMs: again.ttftColdMs,
    peakMemoryBytes: 1_000_000,
    requested: knobs,
    effective: null,
    replicates,
    flags: made.flags ?? again.flags,
  };
}

/** The document of a finished run over these trials. */
export function madeDocument(tuneRunId: string, plan: TunePlan, trials: readonly TuneTrial[]): RecommendationDocument {
  return buildDocument({
    runId: tuneRunId,
    startedAt: "2026-11-20T12:00:00.000Z",
    endedAt: "2026-11-20T12:01:40.000Z",
    machine: { ramGb: 16, chip: "Apple M2", osVersion: "26.1", binaryVersion: "0.1.0" },
    plan,
    trials,
    exitReason: "ok",
    areCellsFinished: true,
    hasStage2Begun: true,
    dbPath: "~/.local/state/espalier/agent.db",
    provider: "espalier",
  });
}

/** The end of a run as the agent reports it. */
export function madeEnd(document: RecommendationDocument, keptLocalId: number | null): TuneFinished {
  return {
    runId: document.run_id,
    exitReason: "ok",
    startedAt: "2026-11-20T12:00:00.000Z",
    endedAt: "2026-11-20T12:01:40.000Z",
    specVersion: document.spec_version,
    binaryVersion: document.machine.binary_version,
    engine: "embedded",
    engineVersion: "3.21.1",
    recommendationJson: JSON.stringify(document),
    recipeHash: document.recipe_hash,
    keptLocalId,
    message: null,
  };
}
