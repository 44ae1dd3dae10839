import { clippedShare, type LumaPlane, meanSsim } from "./similarity.ts";

const LEAST_SSIM = 0.8;
const MOST_CLIPPED_POINTS = 3;

/** IM30: what a person should look at in a result, in words; guards, never goals. Nothing for pictures of different size. */
export function guardWords(before: LumaPlane, after: LumaPlane): string[] {
  const words: string[] = [];
  if (before.width === after.width && before.height === after.height) {
    const similarity = meanSsim(before, after);
    if (similarity < LEAST_SSIM) {
      words.push(
        `the result differs much from the input: mean SSIM is ${similarity.toFixed(2)}, the guard is ${LEAST_SSIM.toFixed(2)}`,
      );
    }
  }
  const points = (clippedShare(after.luma) - clippedShare(before.luma)) * 100;
  if (points > MOST_CLIPPED_POINTS) {
    words.push(
      `detail is lost in black or white: clipped pixels are up by ${points.toFixed(1)} points, the guard is ${MOST_CLIPPED_POINTS}`,
    );
  }
  return words;
}
