/** t quantiles at 0.975 and 0.80 for 2n − 2 degrees of freedom, by n from 2. */
const T_SUMS = [5.364, 3.717, 3.353, 3.195, 3.107, 3.052, 3.013, 2.985, 2.963] as const;

/** M26, unpaired: the smallest relative gap that `n` replicates at this CV can show; null where n is out of the table. */
export function smallestGap(cv: number, n: number): number | null {
  const sum = T_SUMS[n - 2];
  return sum === undefined ? null : sum * cv * Math.sqrt(2 / n);
}
