const ROOT_TWO_PI = Math.sqrt(2 * Math.PI);
const FAR = 8;

/** Density of the standard normal distribution. */
export function normalDensity(z: number): number {
  return Math.exp((-z * z) / 2) / ROOT_TWO_PI;
}

/** P(Z ≤ z) of the standard normal distribution by Marsaglia's series, to 1e-15; 0 or 1 beyond eight deviations. */
export function normalCdf(z: number): number {
  if (z > FAR) return 1;
  if (z < -FAR) return 0;
  let term = z;
  let sum = z;
  for (let odd = 3; sum + term !== sum; odd += 2) {
    term *= (z * z) / odd;
    sum += term;
  }
  return 0.5 + sum * normalDensity(z);
}
