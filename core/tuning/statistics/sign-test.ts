/** P(at least `wins` of `n` fair coins), exact; 1 where none was thrown (TU35, TU40). */
export function signTest(wins: number, n: number): number {
  let term = 2 ** -n;
  let upper = wins <= 0 ? term : 0;
  for (let k = 1; k <= n; k += 1) {
    term *= (n - k + 1) / k;
    if (k >= wins) upper += term;
  }
  return Math.min(1, upper);
}
