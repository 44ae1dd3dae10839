import { lumaOf } from "../../../core/imaging/pixels/luma.ts";
import { joinAlpha, type Pixels } from "../../../core/imaging/pixels/planes.ts";
import { meanSsim } from "../../../core/imaging/pixels/similarity.ts";
import { MAX_PICTURE_PIXELS } from "../../../core/imaging/sniff/judge-picture.ts";
import type { CompareResult, CompareTask } from "../pool/task.ts";
import { type AvifLoader, withLoaderOf } from "./decode-output.ts";
import { openPicture } from "./open-picture.ts";
import { readHead } from "./read-head.ts";

/** How far two outputs are apart, byte by byte of RGBA and by SSIM; AVIF is one of our outputs, whatever comes in (TU52). Throws ImageRefused. */
export async function comparePictures(task: CompareTask, avif: AvifLoader): Promise<CompareResult> {
  const open = async (path: string) => {
    const { format } = await readHead(path, true);
    const picture = { path, maxPixels: MAX_PICTURE_PIXELS, workLongSide: null };
    return withLoaderOf(format, avif, () => openPicture(picture));
  };
  const left = await open(task.leftPath);
  const right = await open(task.rightPath);
  const isSameSize = left.width === right.width && left.height === right.height;
  if (!isSameSize) {
    return { ok: true, kind: "compare", isSameSize, largestDifference: null, meanDifference: null, ssim: null };
  }
  const ssim = meanSsim({ ...left, luma: lumaOf(left.rgb) }, { ...right, luma: lumaOf(right.rgb) });
  return { ok: true, kind: "compare", isSameSize, ...differences(left, right), ssim };
}

function differences(left: Pixels, right: Pixels): { largestDifference: number; meanDifference: number } {
  const [one, other] = [joinAlpha(left), joinAlpha(right)];
  let largest = 0;
  let sum = 0;
  for (let at = 0; at < one.length; at += 1) {
    const difference = Math.abs((one[at] ?? 0) - (other[at] ?? 0));
    sum += difference;
    if (difference > largest) largest = difference;
  }
  return { largestDifference: largest, meanDifference: sum / one.length };
}
