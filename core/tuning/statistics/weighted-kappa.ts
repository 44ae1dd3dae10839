const FARTHEST = 4;

/** Cohen's κ of two scores 1…5 of each item with quadratic weights; null without items, 1 where all scores are one value (TU33). */
export function weightedKappa(pairs: readonly (readonly [first: number, second: number])[]): number | null {
  if (pairs.length === 0) return null;
  const weight = (left: number, right: number) => ((left - right) / FARTHEST) ** 2;
  const observed = pairs.reduce((sum, [first, second]) => sum + weight(first, second), 0) / pairs.length;
  let expected = 0;
  for (const [first] of pairs) for (const [, second] of pairs) expected += weight(first, second);
  expected /= pairs.length ** 2;
  return expected === 0 ? 1 : 1 - observed / expected;
}
