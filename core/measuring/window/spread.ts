import { p95Label, p95UpperBoundRank, percentileBoundRank, quantile } from "../percentiles.ts";

/** Values of one kind with the words that say how many they were; no percentile without its n (M section 3, TM5). */
export interface Spread {
  n: number;
  median: number;
  max: number;
  /** Under 20 values `label` is "max of n" and the value the maximum; `upper` is the 95 % upper bound from 59 values on. */
  p95: { label: string; value: number; upper: number | null };
  /** From 100 values on; its bound from 299. */
  p99: { value: number; upper: number | null } | null;
}

const FEW = 20;
const ENOUGH_FOR_P99 = 100;

/** What a set of values looks like; null of nothing. */
export function spreadOf(values: readonly number[]): Spread | null {
  const sorted = values.toSorted((left, right) => left - right);
  const n = sorted.length;
  const max = sorted.at(-1);
  const median = quantile(sorted, 0.5);
  const p95 = quantile(sorted, 0.95);
  const p99 = quantile(sorted, 0.99);
  if (max === undefined || median === null || p95 === null || p99 === null) return null;
  const at = (rank: number | null): number | null => (rank === null ? null : (sorted[rank - 1] ?? null));
  return {
    n,
    median,
    max,
    p95: { label: p95Label(n), value: n < FEW ? max : p95, upper: at(p95UpperBoundRank(n)) },
    p99: n < ENOUGH_FOR_P99 ? null : { value: p99, upper: at(percentileBoundRank(n, 0.99)) },
  };
}
