import type { Point } from "../space/point.ts";
import { factorise } from "./cholesky.ts";
import { argumentPart, covarianceOf, type GpValues, gramOf } from "./covariance.ts";
import { logLikelihood } from "./likelihood.ts";
import { type GpRow, meanScore, raterCount, residuals } from "./rows.ts";

/** Where the coordinate search starts (TU22). */
export const START_VALUES: GpValues = { n: 0.6, a: 0.7, b: 0.25, s: 0.3, l: 0.35 };

const ONE_RATER_B = 0.1;
const SWEEPS = 2;
const LEAST_GAIN = 1e-9;
const SEARCHED = [
  ["n", [0.3, 0.45, 0.6, 0.9]],
  ["a", [0.3, 0.5, 0.7, 1]],
  ["b", [0.1, 0.25, 0.5]],
  ["s", [0.15, 0.3, 0.6]],
  ["l", [0.2, 0.35, 0.6, 1]],
] as const;

/** The log marginal likelihood of the rows as a function of the five values. */
export function likelihoodOf(points: readonly Point[], rows: readonly GpRow[]): (values: GpValues) => number {
  const residual = residuals(rows, meanScore(rows));
  const parts = new Map<number, Float64Array>();
  const partFor = (l: number) => {
    const known = parts.get(l) ?? argumentPart(rows, gramOf(points, l));
    parts.set(l, known);
    return known;
  };
  const size = rows.length;
  const fill = covarianceOf(rows);
  const [matrix, lower] = [new Float64Array(size * size), new Float64Array(size * size)];
  return (values) => logLikelihood(factorise(fill(partFor(values.l), values, matrix), size, lower), residual);
}

/** Fits the five values by two sweeps of coordinate search; with one rater b stays 0.1 (TU22). */
export function fitValues(points: readonly Point[], rows: readonly GpRow[]): GpValues {
  const isOneRater = raterCount(rows) <= 1;
  const likelihood = likelihoodOf(points, rows);
  let best = isOneRater ? { ...START_VALUES, b: ONE_RATER_B } : START_VALUES;
  let bestLikelihood = likelihood(best);
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    for (const [key, candidates] of SEARCHED) {
      if (key === "b" && isOneRater) continue;
      const around = best;
      for (const candidate of candidates) {
        if (candidate === around[key]) continue;
        const values = { ...around, [key]: candidate };
        const found = likelihood(values);
        if (found <= bestLikelihood + LEAST_GAIN) continue;
        best = values;
        bestLikelihood = found;
      }
    }
  }
  return best;
}
