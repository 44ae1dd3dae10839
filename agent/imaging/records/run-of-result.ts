import { argsOf, type Recipe } from "../../../core/imaging/recipe/recipe.ts";
import type { ClassBy, Signals } from "../../../core/imaging/record/parts.ts";
import { makeRun } from "../../../core/imaging/record/record.ts";
import type { RunRecord } from "../../../core/imaging/record/run.ts";
import type { RunResult } from "../pool/task.ts";

/** What the classifier, a person or a flag said of an input (IM11). */
export interface ClassAnswer {
  readonly class: string;
  readonly classBy: ClassBy;
  /** Null when nobody measured one: a forced class. */
  readonly confidence: number | null;
  readonly traits: readonly string[];
  readonly classifierVersion: number;
  readonly signals: Signals;
}

export interface RunFacts {
  readonly runId: string;
  readonly atMs: number;
  readonly hostId: string;
  readonly inputBlake3: string;
  readonly recipe: Pick<Recipe, "steps" | "ids" | "sha">;
  readonly classified: ClassAnswer;
  readonly workLongSide: number | null;
  readonly batchId?: string | undefined;
  readonly pairId?: string | undefined;
  readonly replayOf?: string | undefined;
}

/** The run record of a result; the output of a pass-through is its input (IM16, images.md 6.1). */
export function runOfResult(result: RunResult, facts: RunFacts): RunRecord {
  const { recipe, classified } = facts;
  const { bytes, w, h, format } = result.output ?? result.input;
  return makeRun({
    ts_unix_ms: facts.atMs,
    run_id: facts.runId,
    input_blake3: facts.inputBlake3,
    class: classified.class,
    class_by: classified.classBy,
    ...(classified.confidence === null ? {} : { confidence: classified.confidence }),
    traits: [...classified.traits],
    classifier_version: classified.classifierVersion,
    signals: classified.signals,
    recipe_sha: recipe.sha,
    steps: [...recipe.steps],
    args: argsOf(recipe),
    input: result.input,
    work_long_side: facts.workLongSide,
    output_blake3: result.output?.blake3 ?? facts.inputBlake3,
    output_pixels_blake3: result.outputPixelsBlake3,
    output: { bytes, w, h, format },
    duration_ms: result.durationMs,
    step_ms: result.steps.map(({ ms }) => ms),
    skipped: result.steps.flatMap(({ id, op, skipped: reason }) => (reason === null ? [] : [{ id, op, reason }])),
    engine: result.engine,
    host_id: facts.hostId,
    ...(facts.batchId === undefined ? {} : { batch_id: facts.batchId }),
    ...(facts.pairId === undefined ? {} : { pair_id: facts.pairId }),
    ...(facts.replayOf === undefined ? {} : { replay_of: facts.replayOf }),
  });
}
