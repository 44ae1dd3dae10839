import type { ImageTrial, PixelDistance } from "../../../../core/contract/v1/image-jobs.ts";
import type { Recipe } from "../../../../core/imaging/recipe/recipe.ts";
import type { EngineFingerprint } from "../../../../core/imaging/record/parts.ts";
import { makeRunError } from "../../../../core/imaging/record/record.ts";
import type { ImageFailure, RunResult } from "../../../imaging/pool/task.ts";
import { runOfResult } from "../../../imaging/records/run-of-result.ts";
import { trialWarnings } from "../../../imaging/records/trial-warnings.ts";
import type { MeasuredClass } from "./classify-input.ts";
import type { ImageItem } from "./image-items.ts";

export interface TrialFacts {
  readonly item: ImageItem;
  readonly recipe: Recipe;
  readonly hostId: string;
  /** Unix milliseconds. */
  readonly atMs: number;
}

/** The event of a finished run (JK8). */
export function runTrial(
  result: RunResult,
  facts: TrialFacts & { classified: MeasuredClass; distance: PixelDistance | null },
): ImageTrial {
  const { item, distance, ...rest } = facts;
  const { blake3: inputBlake3, ...named } = item;
  const record = runOfResult(result, { ...named, ...rest, inputBlake3 });
  const hashOf = (file: RunResult["output"]): string | null => file?.blake3 ?? null;
  return {
    record,
    blobs: { output: hashOf(result.output), before: hashOf(result.before), thumb: hashOf(result.thumb) },
    ...(distance === null ? {} : { distance }),
    ...trialWarnings([...result.warnings, ...facts.classified.warnings]),
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
