import { quantile } from "../../../measuring/percentiles.ts";
import type { Planes } from "./copy.ts";

const LINES = 8;
const WINDOW = 15;
const LAGS = { from: 3, to: 16 };

/** How clearly dots repeat on both axes of the crop, 0…1: the smaller of two medians. */
export function measureHalftone(crop: Planes): number {
  const { width, height } = crop;
  const rows = sample(height).map((y) => line(crop, { start: y * width, step: 1, count: width }));
  const columns = sample(width).map((x) => line(crop, { start: x, step: width, count: height }));
  return Math.max(0, Math.min(medianPeak(rows), medianPeak(columns)));
}

const sample = (count: number) =>
  Array.from({ length: LINES }, (_, index) => Math.floor(((index + 0.5) * count) / LINES));

function line({ luma }: Planes, { start, step, count }: { start: number; step: number; count: number }): number[] {
  return Array.from({ length: count }, (_, index) => luma[start + index * step] ?? 0);
}

function medianPeak(lines: readonly (readonly number[])[]): number {
  return quantile(lines.map(peak), 0.5) ?? 0;
}

/** Highest local maximum of the normalised autocorrelation at lags 3…16: smooth places are alike too, but do not repeat. */
function peak(values: readonly number[]): number {
  const fast = withoutSlow(values);
  const energy = fast.reduce((sum, value) => sum + value * value, 0);
  if (energy === 0) return 0;
  const likeness = (lag: number): number => {
    let sum = 0;
    for (let at = lag; at < fast.length; at += 1) sum += (fast[at] ?? 0) * (fast[at - lag] ?? 0);
    return sum / energy;
  };
  let [before, here, highest] = [likeness(LAGS.from - 1), likeness(LAGS.from), 0];
  for (let lag = LAGS.from; lag <= LAGS.to; lag += 1) {
    const after = likeness(lag + 1);
    if (here > before && here >= after) highest = Math.max(highest, here);
    [before, here] = [here, after];
  }
  return highest;
}

function withoutSlow(values: readonly number[]): number[] {
  const half = (WINDOW - 1) / 2;
  return values.map((value, at) => {
    const near = values.slice(Math.max(0, at - half), at + half + 1);
    return value - near.reduce((sum, one) => sum + one, 0) / near.length;
  });
}

/** Median of ∣4Y − its four neighbours∣ on the crop. */
export function measureNoise({ luma, width, height }: Planes): number {
  const histogram = new Uint32Array(1021);
  let total = 0;
  for (let y = 1; y + 1 < height; y += 1) {
    for (let x = 1; x + 1 < width; x += 1) {
      const at = y * width + x;
      const around = (luma[at - 1] ?? 0) + (luma[at + 1] ?? 0) + (luma[at - width] ?? 0) + (luma[at + width] ?? 0);
      const off = Math.abs(4 * (luma[at] ?? 0) - around);
      histogram[off] = (histogram[off] ?? 0) + 1;
      total += 1;
    }
  }
  let seen = 0;
  for (const [off, count] of histogram.entries()) {
    seen += count;
    if (total > 0 && seen * 2 >= total) return off;
  }
  return 0;
}
