import { recipeSha } from "../../../../core/imaging/recipe/recipe-sha.ts";
import type { RunRecord } from "../../../../core/imaging/record/run.ts";
import type { RecordSource } from "../records/append-record.ts";

export interface RunBlobs {
  output: string | null;
  before: string | null;
  thumb: string | null;
}

/** What keeps a run away from the bench (IM57, IM28, IM46, TU54); null when it may be rated. A full-size run of the console is for download; one that a Mac made is what its owner rates, once its pictures are here. */
export function whyNotRateable(
  record: Pick<RunRecord, "steps" | "work_long_side" | "replay_of">,
  blobs: RunBlobs | null,
  origin: RecordSource["origin"],
): string | null {
  if (record.replay_of !== undefined) return "replay";
  if (record.steps.length === 0) return "pass_through";
  if (record.work_long_side === null && origin === "console") return "full_size";
  return blobs === null || blobs.output === null || blobs.before === null ? "no_pixels" : null;
}

/** The columns of a run record; the sha is the one of its steps, and a record that says another is marked (IM38, TC26). */
export function columnsOfRun(record: RunRecord, blobs: RunBlobs | null, origin: RecordSource["origin"]) {
  const sha = recipeSha(record.steps);
  return {
    inputBlake3: record.input_blake3,
    class: record.class,
    classBy: record.class_by,
    recipeSha: sha,
    isShaMismatch: sha !== record.recipe_sha,
    workLongSide: record.work_long_side,
    pairId: record.pair_id ?? null,
    replayOf: record.replay_of ?? null,
    engineJson: JSON.stringify(record.engine),
    argsJson: JSON.stringify(record.args),
    outputBlake3: record.output_blake3,
    outputPixelsBlake3: record.output_pixels_blake3,
    outputBytes: record.output.bytes,
    outputWidth: record.output.w,
    outputHeight: record.output.h,
    outputFormat: record.output.format,
    beforeBlake3: blobs?.before ?? null,
    thumbBlake3: blobs?.thumb ?? null,
    notRateable: whyNotRateable(record, blobs, origin),
    durationMs: record.duration_ms,
    recordJson: JSON.stringify(factsOf(record)),
    tsUnixMs: BigInt(record.ts_unix_ms),
  };
}

const factsOf = (record: RunRecord) => ({
  steps: record.steps,
  step_ms: record.step_ms,
  skipped: record.skipped,
  signals: record.signals,
  input: record.input,
  traits: record.traits,
  classifier_version: record.classifier_version,
  confidence: record.confidence ?? null,
  host_id: record.host_id,
});
