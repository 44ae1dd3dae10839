import type { ImageTrial } from "../../../../core/contract/v1/image-jobs.ts";
import type { Recipe } from "../../../../core/imaging/recipe/recipe.ts";
import { makeRunError } from "../../../../core/imaging/record/record.ts";
import type { EngineFingerprint, ImageFailure, RunResult } from "../../../imaging/pool/task.ts";
import { runOfResult } from "../../../imaging/records/run-of-result.ts";
import type { ImageItem } from "./image-items.ts";

/** The console named the class of a job's input (IM11); this version measures no signals of its own. */
const NAMED_BY_CONSOLE = {
  classBy: "override",
  confidence: null,
  traits: [],
  classifierVersion: 1,
  signals: {},
} as const;

export interface TrialFacts {
  readonly item: ImageItem;
  readonly recipe: Recipe;
  readonly hostId: string;
  /** Unix milliseconds. */
  readonly atMs: number;
}

/** The event of a finished run (JK8). */
export function runTrial(result: RunResult, { item, ...facts }: TrialFacts): ImageTrial {
  const { label, blake3: inputBlake3, ...named } = item;
  const record = runOfResult(result, {
    ...named,
    ...facts,
    inputBlake3,
    classified: { ...NAMED_BY_CONSOLE, class: label },
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
