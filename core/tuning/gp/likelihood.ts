import { type Factor, halfLogDeterminant, solveLower } from "./cholesky.ts";

/** Logarithm of the marginal likelihood of residuals under a factored covariance (TU22). */
export function logLikelihood(factor: Factor, residual: Float64Array): number {
  let fit = 0;
  for (const value of solveLower(factor, residual)) fit += value * value;
  return -fit / 2 - halfLogDeterminant(factor) - (factor.size / 2) * Math.log(2 * Math.PI);
}
