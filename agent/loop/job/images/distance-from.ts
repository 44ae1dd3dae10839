import { join } from "node:path";
import { MAX_PICTURE_BYTES } from "../../../../core/contract/v1/blobs.ts";
import type { PixelDistance } from "../../../../core/contract/v1/image-jobs.ts";
import type { RunResult } from "../../../imaging/pool/task.ts";
import type { ClassifySetup } from "./classify-input.ts";

const COMPARE_SECONDS = 120;

/** TU52: how far an output is from the stored one; null when nobody asked, when the bytes are the same, and when the stored one cannot be read: the run itself is good. */
export async function distanceFrom(
  storedOutput: string | undefined,
  { output }: Pick<RunResult, "output">,
  { blobs, pool, folder, signal }: Pick<ClassifySetup, "blobs" | "pool" | "folder" | "signal">,
): Promise<PixelDistance | null> {
  if (storedOutput === undefined || output === null || output.blake3 === storedOutput) return null;
  const file = join(folder, "stored-output");
  const got = await blobs.download({ blake3: storedOutput, file, limitBytes: MAX_PICTURE_BYTES }, signal);
  if (got.kind !== "ok") return null;
  const task = { kind: "compare" as const, leftPath: file, rightPath: output.path, maxSeconds: COMPARE_SECONDS };
  const outcome = await pool.run(task, { signal });
  if (!outcome.ok) return null;
  const { isSameSize, largestDifference: largest, meanDifference: mean, ssim } = outcome;
  return { is_same_size: isSameSize, largest, mean, ssim };
}
