import { median } from "../../core/measuring/percentiles.ts";
import { studentTQuantile } from "../../core/measuring/student-t.ts";
import type { BenchRow } from "./bench.ts";

type Figure = Pick<BenchRow, "repeats" | "median" | "interval" | "estimate">;

/** Repeats of one quantity: judged by their median, with the 95 % t interval of their mean. */
export function repeatsFigure(repeats: readonly number[]): Figure {
  const middle = median(repeats);
  if (repeats.length < 2) return { repeats: [...repeats], median: middle, interval: null, estimate: middle };
  const mean = repeats.reduce((sum, value) => sum + value, 0) / repeats.length;
  const variance = repeats.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (repeats.length - 1);
  const half = studentTQuantile(0.975, repeats.length - 1) * Math.sqrt(variance / repeats.length);
  return { repeats: [...repeats], median: middle, interval: [mean - half, mean + half], estimate: middle };
}

/** Repeats judged by another figure than their middle, such as a p95, for which no interval is known. */
export function judgedFigure(repeats: readonly number[], estimate: number | null): Figure {
  return { ...repeatsFigure(repeats), interval: null, estimate };
}

/** Batches of yes or no: judged by the share of all, in percent, with Wilson's 95 % interval. */
export function shareFigure(batches: readonly (readonly boolean[])[]): Figure {
  const percent = (flags: readonly boolean[]): number => (100 * flags.filter(Boolean).length) / flags.length;
  const all = batches.flat();
  const repeats = batches.map(percent);
  const share = percent(all) / 100;
  const z2 = 1.959964 ** 2;
  const scale = 1 + z2 / all.length;
  const middle = (share + z2 / (2 * all.length)) / scale;
  const half = Math.sqrt(z2 * ((share * (1 - share)) / all.length + z2 / (4 * all.length ** 2))) / scale;
  const interval: [number, number] = [100 * (middle - half), 100 * (middle + half)];
  return { repeats, median: median(repeats), interval, estimate: 100 * share };
}
