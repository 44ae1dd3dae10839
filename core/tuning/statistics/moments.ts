/** Arithmetic mean; NaN of nothing. */
export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Standard deviation of the values themselves (divisor n). */
export function populationSd(values: readonly number[]): number {
  const mean = meanOf(values);
  return Math.sqrt(meanOf(values.map((value) => (value - mean) ** 2)));
}

/** Standard deviation of the population they are a sample of (divisor n − 1); 0 below two values. */
export function sampleSd(values: readonly number[]): number {
  if (values.length < 2) return 0;
  return populationSd(values) * Math.sqrt(values.length / (values.length - 1));
}
