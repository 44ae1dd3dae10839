import type { Point } from "../space/point.ts";
import { factorise, solve, solveLower } from "./cholesky.ts";
import { argumentPart, covarianceOf, type GpValues, gramOf, similarity } from "./covariance.ts";
import { type GpRow, meanScore, residuals } from "./rows.ts";

/** What the rows say about other arguments, relative to the live ones (TU21). */
export interface Posterior {
  /** Predicted score of the live arguments, in stars (TU25). */
  readonly liveScore: number;
  /** m(x): expected change against live, in stars. */
  gain(at: Point): number;
  /** √v(x): standard deviation of that change. */
  spread(at: Point): number;
  /** Predicted score of a rater at arguments on an input not seen, in stars (TU25). */
  score(at: Point, rater: number): number;
}

export interface PosteriorInput {
  readonly points: readonly Point[];
  readonly rows: readonly GpRow[];
  readonly live: Point;
  readonly values: GpValues;
}

/** Conditions on the rows once; each question afterwards costs one pass over points and rows (TU21). */
export function conditionOn({ points, rows, live, values }: PosteriorInput): Posterior {
  const mean = meanScore(rows);
  const size = rows.length;
  const part = argumentPart(rows, gramOf(points, values.l));
  const matrix = covarianceOf(rows)(part, values, part);
  const factor = factorise(matrix, size);
  const alpha = solve(factor, residuals(rows, mean));
  const weights = pointWeights(points.length, rows, alpha);
  const s2 = values.s * values.s;
  const kernel = (left: Point, right: Point) => s2 * similarity(left, right, values.l);
  const fromLive = Float64Array.from(points, (point) => kernel(point, live));
  const raterSums = sumByRater(rows, alpha);
  const sum = (at: (index: number, point: Point) => number) =>
    points.reduce((total, point, index) => total + at(index, point) * (weights[index] ?? 0), 0);
  const gain = (at: Point) => sum((index, point) => kernel(point, at) - (fromLive[index] ?? 0));
  return {
    liveScore: mean + sum((index) => fromLive[index] ?? 0),
    gain,
    spread: (at) => {
      const relative = points.map((point, index) => kernel(point, at) - (fromLive[index] ?? 0));
      let known = 0;
      for (const value of solveLower(factor, rowCovariances(rows, relative))) known += value * value;
      return Math.sqrt(Math.max(0, 2 * s2 - 2 * kernel(at, live) - known));
    },
    score: (at, rater) =>
      mean + sum((_, point) => kernel(point, at)) + values.b * values.b * (raterSums.get(rater) ?? 0),
  };
}

/** K⁻¹(y − ȳ) gathered by point, so that runs with equal arguments are asked once. */
function pointWeights(size: number, rows: readonly GpRow[], alpha: Float64Array): Float64Array {
  const weights = new Float64Array(size);
  rows.forEach((row, index) => {
    const value = alpha[index] ?? 0;
    const first = row.kind === "score" ? row.point : row.left;
    weights[first] = (weights[first] ?? 0) + value;
    if (row.kind === "difference") weights[row.right] = (weights[row.right] ?? 0) - value;
  });
  return weights;
}

function rowCovariances(rows: readonly GpRow[], relative: readonly number[]): Float64Array {
  return Float64Array.from(rows, (row) =>
    row.kind === "score" ? (relative[row.point] ?? 0) : (relative[row.left] ?? 0) - (relative[row.right] ?? 0),
  );
}

function sumByRater(rows: readonly GpRow[], alpha: Float64Array): ReadonlyMap<number, number> {
  const sums = new Map<number, number>();
  rows.forEach((row, index) => {
    if (row.kind === "score") sums.set(row.rater, (sums.get(row.rater) ?? 0) + (alpha[index] ?? 0));
  });
  return sums;
}
