import { type Point, squaredDistance } from "../space/point.ts";
import type { GpRow } from "./rows.ts";

/** Standard deviations in stars and the length scale in normalised units (TU20). */
export interface GpValues {
  /** Noise of one score. */
  readonly n: number;
  /** Spread between inputs. */
  readonly a: number;
  /** Spread between raters. */
  readonly b: number;
  /** Spread of the effect of arguments. */
  readonly s: number;
  /** Length scale ℓ. */
  readonly l: number;
}

/** A symmetric table over points, row-major. */
export interface Gram {
  readonly size: number;
  readonly values: Float64Array;
}

/** exp(−d²/(2ℓ²)) between two points (TU20). */
export function similarity(left: Point, right: Point, l: number): number {
  return Math.exp(-squaredDistance(left, right) / (2 * l * l));
}

/** The similarity of every two points. */
export function gramOf(points: readonly Point[], l: number): Gram {
  const size = points.length;
  const values = new Float64Array(size * size);
  points.forEach((left, i) => {
    for (let j = 0; j <= i; j += 1) {
      const right = points[j];
      if (right === undefined) continue;
      const value = similarity(left, right, l);
      values[i * size + j] = value;
      values[j * size + i] = value;
    }
  });
  return { size, values };
}

/** The argument part of the covariance of every two rows, before s²: the lower half, row-major (TU20). */
export function argumentPart(rows: readonly GpRow[], gram: Gram): Float64Array {
  const size = rows.length;
  const part = new Float64Array(size * size);
  const firsts = Int32Array.from(rows, (row) => (row.kind === "score" ? row.point : row.left));
  const seconds = Int32Array.from(rows, (row) => (row.kind === "score" ? -1 : row.right));
  const at = (i: number, j: number) => (i < 0 || j < 0 ? 0 : (gram.values[i * gram.size + j] ?? 0));
  for (let i = 0; i < size; i += 1) {
    const first = firsts[i] ?? -1;
    const second = seconds[i] ?? -1;
    for (let j = 0; j <= i; j += 1) {
      const otherFirst = firsts[j] ?? -1;
      const otherSecond = seconds[j] ?? -1;
      part[i * size + j] =
        at(first, otherFirst) - at(first, otherSecond) - at(second, otherFirst) + at(second, otherSecond);
    }
  }
  return part;
}

/** Fills a matrix, a new one or one that is used again, maybe the part itself. */
type FillCovariance = (part: Float64Array, values: GpValues, into?: Float64Array) => Float64Array;

/** The covariance of the rows: lower half, row-major; difference rows have no input or rater effect and twice the noise (TU20). */
export function covarianceOf(rows: readonly GpRow[]): FillCovariance {
  const size = rows.length;
  const inputs = Int32Array.from(rows, (row) => (row.kind === "score" ? row.input : -1));
  const raters = Int32Array.from(rows, (row) => (row.kind === "score" ? row.rater : -1));
  return (part, { n, a, b, s }, into = new Float64Array(size * size)) => {
    for (let i = 0; i < size; i += 1) {
      const input = inputs[i] ?? -1;
      const rater = raters[i] ?? -1;
      for (let j = 0; j <= i; j += 1) {
        let sum = s * s * (part[i * size + j] ?? 0);
        if (input >= 0 && input === inputs[j]) sum += a * a;
        if (rater >= 0 && rater === raters[j]) sum += b * b;
        into[i * size + j] = sum;
      }
      into[i * size + i] = (into[i * size + i] ?? 0) + (input >= 0 ? n * n : 2 * (n * n));
    }
    return into;
  };
}
