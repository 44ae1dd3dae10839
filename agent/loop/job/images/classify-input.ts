import { CLASSIFIER_VERSION } from "../../../../core/imaging/classify/signals.ts";
import type { Thresholds } from "../../../../core/imaging/classify/thresholds.ts";
import type { EngineFingerprint } from "../../../../core/imaging/record/parts.ts";
import { ClassificationRecord } from "../../../../core/imaging/record/run.ts";
import { classifyFile } from "../../../imaging/classify/classify-file.ts";
import type { ImagePool } from "../../../imaging/pool/image-pool.ts";
import type { ClassifyResult } from "../../../imaging/pool/task.ts";
import type { ClassAnswer } from "../../../imaging/records/run-of-result.ts";
import type { BlobClient } from "../../plane/blob-client.ts";
import { type RunEnd, type Unreadable, withInput } from "./fetch-input.ts";

export interface ClassifySetup {
  readonly pool: ImagePool;
  readonly engine: EngineFingerprint;
  readonly blobs: BlobClient;
  readonly folder: string;
  readonly hostId: string;
  readonly signal: AbortSignal;
  readonly thresholds: Thresholds;
  wallMs(): number;
}

/** JK7: an input without a recipe is only classified; one that cannot be read has a reason and no trial. */
export function classifyInput(blake3: string, setup: ClassifySetup): Promise<RunEnd | Unreadable> {
  return withInput<RunEnd | Unreadable>(blake3, setup, async ({ inputPath }) => {
    const { pool, thresholds, signal, hostId, wallMs } = setup;
    const outcome = await classifyFile(pool, { inputPath, thresholds, isScreenCapture: false, signal });
    if (!outcome.ok) {
      if (signal.aborted || outcome.reason === "cancelled") return { kind: "stopped" };
      return { kind: "unreadable", reason: outcome.reason, detail: outcome.detail };
    }
    const record = recordOf(outcome, { blake3, hostId, atMs: wallMs() });
    return { kind: "trial", trial: { record, blobs: { thumb: null } } };
  });
}

function recordOf(
  result: ClassifyResult,
  from: { blake3: string; hostId: string; atMs: number },
): ClassificationRecord {
  const { answer, signals, input, engine } = result;
  const { runnerUp } = answer;
  return ClassificationRecord.parse({
    kind: "classification",
    v: 2,
    ts_unix_ms: from.atMs,
    input_blake3: from.blake3,
    class: answer.label,
    class_by: "heuristic",
    confidence: answer.confidence,
    traits: answer.traits,
    rule: answer.rule,
    reasons: answer.reasons,
    runner_up:
      runnerUp === null
        ? null
        : { class: runnerUp.label, rule: runnerUp.rule, reach: runnerUp.reach, kept_out_by: runnerUp.keptOutBy },
    signals,
    classifier_version: CLASSIFIER_VERSION,
    input,
    engine,
    host_id: from.hostId,
  });
}

export interface MeasuredClass extends ClassAnswer {
  /** In words, beside those of the run. */
  readonly warnings: readonly string[];
}

/** The class the console named, with the signals of the input, or a warning that they are missing: an override unless the heuristic says the same (IM11). */
export async function measuredClass(
  label: string,
  inputPath: string,
  { pool, thresholds, signal }: Pick<ClassifySetup, "pool" | "thresholds" | "signal">,
): Promise<MeasuredClass> {
  const outcome = await classifyFile(pool, { inputPath, thresholds, isScreenCapture: false, signal });
  const named = { class: label, classBy: "override", confidence: null, classifierVersion: CLASSIFIER_VERSION } as const;
  if (!outcome.ok) {
    const warnings = [`the signals of the picture could not be measured: ${outcome.reason}`];
    return { ...named, traits: [], signals: {}, warnings };
  }
  const { answer, signals } = outcome;
  const measured = { ...named, traits: answer.traits, signals, warnings: [] };
  if (answer.label !== label) return measured;
  return { ...measured, classBy: "heuristic", confidence: answer.confidence };
}
