import { quantile } from "../../../measuring/percentiles.ts";
import type { LumaPlane } from "./copy.ts";

const LINES = 8;
const WINDOW = 15;
const LAGS = { from: 3, to: 16 };

/** How clearly dots repeat on both axes of the crop, 0…1: the smaller of two medians. */
export function measureHalftone(crop: LumaPlane): number {
  const { width, height } = crop;
  const rows = sample(height).map((y) => line(crop, { start: y * width, step: 1, count: width }));
  const columns = sample(width).map((x) => line(crop, { start: x, step: width, count: height }));
  return Math.max(0, Math.min(medianPeak(rows), medianPeak(columns)));
}

const sample = (count: number) =>
  Array.from({ length: LINES }, (_, index) => Math.floor(((index + 0.5) * count) / LINES));

type Stride = { readonly start: number; readonly step: number; readonly count: number };

function line({ luma }: LumaPlane, { start, step, count }: Stride): Float64Array {
  const values = new Float64Array(count);
  for (let index = 0; index < count; index += 1) values[index] = luma[start + index * step] ?? 0;
  return values;
}

function medianPeak(lines: readonly Float64Array[]): number {
  return quantile(lines.map(peak), 0.5) ?? 0;
}

/** Highest local maximum of the normalised autocorrelation at lags 3…16: smooth places are alike too, but do not repeat. */
function peak(values: Float64Array): number {
  const fast = withoutSlow(values);
  const energy = products(fast, 0);
  if (energy === 0) return 0;
  const likeness = (lag: number): number => products(fast, lag) / energy;
  let [before, here, highest] = [likeness(LAGS.from - 1), likeness(LAGS.from), 0];
  for (let lag = LAGS.from; lag <= LAGS.to; lag += 1) {
    const after = likeness(lag + 1);
    if (here > before && here >= after) highest = Math.max(highest, here);
    [before, here] = [here, after];
  }
  return highest;
}

function products(values: Float64Array, lag: number): number {
  let sum = 0;
  for (let at = lag; at < values.length; at += 1) sum += (values[at] ?? 0) * (values[at - lag] ?? 0);
  return sum;
}

function withoutSlow(values: Float64Array): Float64Array {
  const half = (WINDOW - 1) / 2;
  const fast = new Float64Array(values.length);
  for (let at = 0; at < values.length; at += 1) {
    const [from, to] = [Math.max(0, at - half), Math.min(values.length, at + half + 1)];
    let sum = 0;
    for (let near = from; near < to; near += 1) sum += values[near] ?? 0;
    fast[at] = (values[at] ?? 0) - sum / (to - from);
  }
  return fast;
}

/** Median of ∣4Y − its four neighbours∣ on the crop. */
export function measureNoise(crop: LumaPlane): number {
  const { width, height } = crop;
  const histogram = new Uint32Array(1021);
  for (let y = 1; y + 1 < height; y += 1) countOffs(histogram, crop, y * width);
  const total = Math.max(0, width - 2) * Math.max(0, height - 2);
  let seen = 0;
  for (let off = 0; total > 0 && off < histogram.length; off += 1) {
    seen += histogram[off] ?? 0;
    if (seen * 2 >= total) return off;
  }
  return 0;
}

function countOffs(histogram: Uint32Array, { luma, width }: LumaPlane, start: number): void {
  for (let at = start + 1; at < start + width - 1; at += 1) {
    const around = (luma[at - 1] ?? 0) + (luma[at + 1] ?? 0) + (luma[at - width] ?? 0) + (luma[at + width] ?? 0);
    const off = Math.abs(4 * (luma[at] ?? 0) - around);
    histogram[off] = (histogram[off] ?? 0) + 1;
  }
}
