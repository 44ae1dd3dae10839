import { studentTQuantile } from "../student-t.ts";

export interface Point {
  x: number;
  y: number;
}

const FEWEST = 3;

/** The one-sided 95 % lower bound of the least-squares slope of y over x; null of fewer than three points or of one x. */
export function slopeLowerBound(points: readonly Point[]): number | null {
  const n = points.length;
  if (n < FEWEST) return null;
  const meanX = points.reduce((sum, { x }) => sum + x, 0) / n;
  const meanY = points.reduce((sum, { y }) => sum + y, 0) / n;
  const spreadX = points.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0);
  if (spreadX === 0) return null;
  const slope = points.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0) / spreadX;
  const residual = points.reduce((sum, { x, y }) => sum + (y - meanY - slope * (x - meanX)) ** 2, 0);
  const error = Math.sqrt(residual / (n - 2) / spreadX);
  return slope - studentTQuantile(0.95, n - 2) * error;
}
