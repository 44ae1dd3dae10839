const JITTER = 1e-9;
const MOST_TRIES = 8;

/** Lower Cholesky factor of a symmetric row-major matrix, of which only the lower half is read. */
export interface Factor {
  readonly size: number;
  readonly lower: Float64Array;
}

/**
 * Factors a covariance matrix; only when that fails, 1e-9·trace/N is added to its diagonal, ten times more at each further try (TU21).
 * Throws RangeError for a matrix that no such jitter makes positive definite.
 */
export function factorise(matrix: Float64Array, size: number): Factor {
  const plain = tryFactor(matrix, size, 0);
  if (plain !== null) return plain;
  let trace = 0;
  for (let i = 0; i < size; i += 1) trace += matrix[i * size + i] ?? 0;
  for (let attempt = 0, jitter = (JITTER * trace) / size; attempt < MOST_TRIES; attempt += 1, jitter *= 10) {
    const factor = tryFactor(matrix, size, jitter);
    if (factor !== null) return factor;
  }
  throw new RangeError("the covariance matrix is not positive definite");
}

function tryFactor(matrix: Float64Array, size: number, jitter: number): Factor | null {
  const lower = new Float64Array(size * size);
  for (let i = 0; i < size; i += 1) {
    const row = i * size;
    for (let j = 0; j <= i; j += 1) {
      const other = j * size;
      let sum = matrix[row + j] ?? 0;
      for (let k = 0; k < j; k += 1) sum -= (lower[row + k] ?? 0) * (lower[other + k] ?? 0);
      if (i !== j) lower[row + j] = sum / (lower[other + j] ?? 1);
      else if (sum + jitter > 0) lower[row + j] = Math.sqrt(sum + jitter);
      else return null;
    }
  }
  return { size, lower };
}

/** Solves L·z = b. */
export function solveLower({ size, lower }: Factor, b: Float64Array): Float64Array {
  const z = new Float64Array(size);
  for (let i = 0; i < size; i += 1) {
    const row = i * size;
    let sum = b[i] ?? 0;
    for (let k = 0; k < i; k += 1) sum -= (lower[row + k] ?? 0) * (z[k] ?? 0);
    z[i] = sum / (lower[row + i] ?? 1);
  }
  return z;
}

/** Solves L·Lᵀ·x = b. */
export function solve(factor: Factor, b: Float64Array): Float64Array {
  const { size, lower } = factor;
  const x = solveLower(factor, b);
  for (let i = size - 1; i >= 0; i -= 1) {
    const value = (x[i] ?? 0) / (lower[i * size + i] ?? 1);
    x[i] = value;
    for (let k = 0; k < i; k += 1) x[k] = (x[k] ?? 0) - (lower[i * size + k] ?? 0) * value;
  }
  return x;
}

/** Σ log L_ii, half the logarithm of the determinant. */
export function halfLogDeterminant({ size, lower }: Factor): number {
  let sum = 0;
  for (let i = 0; i < size; i += 1) sum += Math.log(lower[i * size + i] ?? 1);
  return sum;
}
