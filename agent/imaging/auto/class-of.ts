import { CLASSIFIER_VERSION } from "../../../core/imaging/classify/signals.ts";
import type { Environment } from "../../host/environment.ts";
import { classifyFile } from "../classify/classify-file.ts";
import { refused } from "../classify/classify-image.ts";
import { readThresholds } from "../classify/read-thresholds.ts";
import { isScreenCapture } from "../classify/screen-capture.ts";
import type { ImagePool } from "../pool/image-pool.ts";
import type { ClassAnswer } from "../records/run-of-result.ts";
import type { AutoFlags } from "./auto-flags.ts";

export interface ClassGround {
  readonly pool: ImagePool;
  readonly environment: Environment;
  readonly signal: AbortSignal;
}

/** The class of an input: the flag's, which skips the classifier (TC11), else the classifier's (IM11). Throws CommandError. */
export async function classOf({ forcedClass, input }: AutoFlags, ground: ClassGround): Promise<ClassAnswer> {
  if (forcedClass !== null) {
    return {
      class: forcedClass,
      classBy: "override",
      confidence: null,
      traits: [],
      classifierVersion: CLASSIFIER_VERSION,
      signals: {},
    };
  }
  const thresholds = await readThresholds(ground.environment);
  const hint = { isScreenCapture: await isScreenCapture(input) };
  const request = { inputPath: input, thresholds, ...hint, signal: ground.signal };
  const outcome = await classifyFile(ground.pool, request);
  if (!outcome.ok) throw refused(outcome);
  return {
    class: outcome.answer.label,
    classBy: "heuristic",
    confidence: outcome.answer.confidence,
    traits: outcome.answer.traits,
    classifierVersion: CLASSIFIER_VERSION,
    signals: outcome.signals,
  };
}
