import type { ImageTrial } from "../../../../core/contract/v1/image-jobs.ts";
import { argsOf, type Recipe } from "../../../../core/imaging/recipe/recipe.ts";
import { makeRun, makeRunError } from "../../../../core/imaging/record/record.ts";
import type { EngineFingerprint, ImageFailure, RunResult } from "../../../imaging/pool/task.ts";
import type { ImageItem } from "./image-items.ts";

/** Stored with every run until the agent classifies inputs itself (IM8). */
const CLASSIFIER_VERSION = 1;

export interface TrialFacts {
  readonly item: ImageItem;
  readonly recipe: Recipe;
  readonly hostId: string;
  /** Unix milliseconds. */
  readonly atMs: number;
}

const withoutAbsent = ({ batchId, pairId, replayOf }: ImageItem) => ({
  ...(batchId === undefined ? {} : { batch_id: batchId }),
  ...(pairId === undefined ? {} : { pair_id: pairId }),
  ...(replayOf === undefined ? {} : { replay_of: replayOf }),
});

/** The event of a finished run; the console named its class, so it counts as an override (IM11). */
export function runTrial(result: RunResult, { item, recipe, hostId, atMs }: TrialFacts): ImageTrial {
  const { bytes, w, h, format } = result.output ?? result.input;
  const record = makeRun({
    ts_unix_ms: atMs,
    run_id: item.runId,
    input_blake3: item.blake3,
    class: item.label,
    class_by: "override",
    traits: [],
    classifier_version: CLASSIFIER_VERSION,
    signals: {},
    recipe_sha: recipe.sha,
    steps: [...recipe.steps],
    args: argsOf(recipe),
    input: result.input,
    work_long_side: item.workLongSide,
    output_blake3: result.output?.blake3 ?? item.blake3,
    output_pixels_blake3: result.outputPixelsBlake3,
    output: { bytes, w, h, format },
    duration_ms: result.durationMs,
    step_ms: result.steps.map(({ ms }) => ms),
    skipped: result.steps.flatMap(({ id, op, skipped }) => (skipped === null ? [] : [{ id, op, reason: skipped }])),
    engine: result.engine,
    host_id: hostId,
    ...withoutAbsent(item),
  });
  const hashOf = (file: RunResult["output"]): string | null => file?.blake3 ?? null;
  return {
    record,
    blobs: { output: hashOf(result.output), before: hashOf(result.before), thumb: hashOf(result.thumb) },
  };
}

/** The event of a run that ended without an output (IM27). */
export function errorTrial(
  failure: ImageFailure & { reason: Exclude<ImageFailure["reason"], "cancelled"> },
  { item, recipe, hostId, atMs, engine }: TrialFacts & { engine: EngineFingerprint },
): ImageTrial {
  const record = makeRunError({
    ts_unix_ms: atMs,
    run_id: item.runId,
    input_blake3: item.blake3,
    class: item.label,
    recipe_sha: recipe.sha,
    reason: failure.reason,
    duration_ms: failure.durationMs,
    engine,
    host_id: hostId,
  });
  return { record };
}
