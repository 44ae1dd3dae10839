import type { Thresholds } from "../../../core/imaging/classify/thresholds.ts";
import { MAX_PICTURE_PIXELS } from "../../../core/imaging/sniff/judge-picture.ts";
import type { ImagePool } from "../pool/image-pool.ts";
import type { ClassifyResult, ImageFailure } from "../pool/task.ts";

const MAX_SECONDS = 30;

export interface ClassifyRequest {
  readonly inputPath: string;
  readonly thresholds: Thresholds;
  readonly isScreenCapture: boolean;
  /** Every condition of every rule (IM68). */
  readonly wantsGates?: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** Asks a child for the class of one picture; never throws (IM72). */
export function classifyFile(pool: ImagePool, request: ClassifyRequest): Promise<ClassifyResult | ImageFailure> {
  const { inputPath, thresholds, isScreenCapture, wantsGates = false, signal } = request;
  const limits = { maxPixels: MAX_PICTURE_PIXELS, maxSeconds: MAX_SECONDS };
  return pool.run(
    {
      kind: "classify",
      inputPath,
      isScreenCapture,
      thresholds: Object.fromEntries(thresholds),
      wantsGates,
      ...limits,
    },
    { signal },
  );
}
