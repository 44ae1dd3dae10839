const ascending = (values: readonly number[]): number[] => values.toSorted((left, right) => left - right);

/** The mean of the middle two for an even count (B50); null of nothing. */
export function median(values: readonly number[]): number | null {
  return quantile(values, 0.5);
}

/** Type 7, linear between neighbours; `share` from 0 to 1; null of nothing. */
export function quantile(values: readonly number[], share: number): number | null {
  const sorted = ascending(values);
  const position = (sorted.length - 1) * share;
  const below = sorted[Math.floor(position)];
  const above = sorted[Math.ceil(position)];
  if (below === undefined || above === undefined) return null;
  return below + (above - below) * (position - Math.floor(position));
}

/** B50: nearest rank in integer arithmetic, which is the maximum up to 19 values; null of nothing. */
export function nearestRankP95(values: readonly number[]): number | null {
  const index = Math.floor((95 * values.length + 99) / 100) - 1;
  return ascending(values)[index] ?? null;
}

/** Under 20 values no number may be called a p95, on any surface (TM5). */
export function p95Label(count: number): string {
  if (count < 20) return `max of ${count}`;
  return count < 59 ? `p95 (n = ${count})` : "p95";
}

export const medianLabel = (count: number): string => `median of ${count}`;

/**
 * 1-based rank of the 95 % upper bound of a percentile: the smallest k with BinomCDF(k-1; n, share) >= 0.95; null when no
 * value can be the bound (under 59 values for a p95, under 299 for a p99).
 * The upper tail is summed from n down, because its terms are the large ones.
 */
export function percentileBoundRank(count: number, share: number): number | null {
  let term = share ** count;
  let tail = 0;
  for (let successes = count; successes >= 0; successes -= 1) {
    tail += term;
    if (tail > 0.05) return successes === count ? null : successes + 1;
    term *= (successes / (count - successes + 1)) * ((1 - share) / share);
  }
  return null;
}

export const p95UpperBoundRank = (count: number): number | null => percentileBoundRank(count, 0.95);
