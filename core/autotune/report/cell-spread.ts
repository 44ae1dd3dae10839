import { median } from "../../measuring/percentiles.ts";
import type { TpsMethod } from "../../measuring/replicate.ts";
import { measureVolley } from "../../measuring/volley.ts";
import type { TuneTrial } from "../trial.ts";

interface CellPoint {
  tps: number;
  ttftMs: number;
}

interface CellSpread {
  /** One point per measured replicate, in order. */
  points: CellPoint[];
  tpsMedian: number;
  tpsMin: number;
  tpsMax: number;
  /** Sample standard deviation over mean; null with one replicate. */
  cv: number | null;
  /** measurement.md section 3: under 5 % quiet, to 10 % noisy, above unstable; null with one replicate. */
  stability: "quiet" | "noisy" | "unstable" | null;
}

/** The sample coefficient of variation of a cell's rates; null under two values. */
export function coefficientOfVariation(values: readonly number[]): number | null {
  if (values.length < 2) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return mean === 0 ? null : Math.sqrt(variance) / mean;
}

function stabilityOf(cv: number | null): CellSpread["stability"] {
  if (cv === null) return null;
  if (cv < 0.05) return "quiet";
  return cv <= 0.1 ? "noisy" : "unstable";
}

/** The measured replicates of one row, from its raw requests; null when none could be measured. */
export function cellSpread(trial: TuneTrial): CellSpread | null {
  const method: TpsMethod = trial.tpsMethod ?? "deltas";
  const points = trial.replicates.flatMap((replicate): CellPoint[] => {
    if (replicate.isWarmUp) return [];
    const volley = measureVolley(replicate.requests, method);
    return volley.kind === "ok" ? [{ tps: volley.tps, ttftMs: volley.ttftMs }] : [];
  });
  const rates = points.map(({ tps }) => tps);
  const tpsMedian = median(rates);
  if (tpsMedian === null) return null;
  const cv = coefficientOfVariation(rates);
  return { points, tpsMedian, tpsMin: Math.min(...rates), tpsMax: Math.max(...rates), cv, stability: stabilityOf(cv) };
}
