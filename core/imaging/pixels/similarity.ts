const WINDOW = 8;
const STRIDE = 4;
const C1 = (0.01 * 255) ** 2;
const C2 = (0.03 * 255) ** 2;

export type LumaPlane = { readonly width: number; readonly height: number; readonly luma: Uint8Array };

/** Mean structural similarity of two luma planes of equal size, over windows of 8 × 8 every 4 pixels; 1 for equal ones (IM30). */
export function meanSsim(one: LumaPlane, other: LumaPlane): number {
  const wide = Math.min(WINDOW, one.width);
  const high = Math.min(WINDOW, one.height);
  let sum = 0;
  let count = 0;
  for (let top = 0; top + high <= one.height; top += STRIDE) {
    for (let left = 0; left + wide <= one.width; left += STRIDE) {
      sum += ssimOf(one, other, { left, top, wide, high });
      count += 1;
    }
  }
  return sum / count;
}

type Window = { readonly left: number; readonly top: number; readonly wide: number; readonly high: number };

function ssimOf(one: LumaPlane, other: LumaPlane, { left, top, wide, high }: Window): number {
  const n = wide * high;
  let [a, b, aa, bb, ab] = [0, 0, 0, 0, 0];
  for (let y = top; y < top + high; y += 1) {
    for (let at = y * one.width + left; at < y * one.width + left + wide; at += 1) {
      const x = one.luma[at] ?? 0;
      const z = other.luma[at] ?? 0;
      a += x;
      b += z;
      aa += x * x;
      bb += z * z;
      ab += x * z;
    }
  }
  const [meanA, meanB] = [a / n, b / n];
  const [varA, varB, both] = [aa / n - meanA * meanA, bb / n - meanB * meanB, ab / n - meanA * meanB];
  const light = (2 * meanA * meanB + C1) / (meanA * meanA + meanB * meanB + C1);
  return light * ((2 * both + C2) / (varA + varB + C2));
}

/** Share of pixels whose luma sits at black or white, 0…1 (IM30). */
export function clippedShare(luma: Uint8Array): number {
  let clipped = 0;
  for (const value of luma) if (value === 0 || value === 255) clipped += 1;
  return luma.length === 0 ? 0 : clipped / luma.length;
}
