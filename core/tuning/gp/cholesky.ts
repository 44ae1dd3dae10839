const JITTER = 1e-9;
const MOST_TRIES = 8;

/** Lower Cholesky factor of a symmetric row-major matrix, of which only the lower half is read. */
export interface Factor {
  readonly size: number;
  readonly lower: Float64Array;
}

/**
 * Factors a covariance matrix; only when that fails, 1e-9·trace/N is added to its diagonal, ten times more at each further try (TU21).
 * The factor is written into `lower`, whose upper half must be 0. Throws RangeError for a matrix that no such jitter makes positive definite.
 */
export function factorise(matrix: Float64Array, size: number, lower = new Float64Array(size * size)): Factor {
  const partly = { matrix, size, lower };
  const plain = tryFactor(partly, 0);
  if (plain !== null) return plain;
  let trace = 0;
  for (let i = 0; i < size; i += 1) trace += matrix[i * size + i] ?? 0;
  for (let attempt = 0, jitter = (JITTER * trace) / size; attempt < MOST_TRIES; attempt += 1, jitter *= 10) {
    const factor = tryFactor(partly, jitter);
    if (factor !== null) return factor;
  }
  throw new RangeError("the covariance matrix is not positive definite");
}

interface Partly extends Factor {
  readonly matrix: Float64Array;
}

/**
 * Column by column, four rows at a time: their sums do not wait for each other, which is twice as fast,
 * and each sum keeps its order, so the digits are those of the plain loop.
 */
function tryFactor(partly: Partly, jitter: number): Factor | null {
  const { size, lower } = partly;
  for (let j = 0; j < size; j += 1) {
    const pivot = restAt(partly, j, j) + jitter;
    if (!(pivot > 0)) return null;
    const root = Math.sqrt(pivot);
    lower[j * size + j] = root;
    let i = j + 1;
    for (; i + 3 < size; i += 4) fourRows(partly, i, { j, root });
    for (; i < size; i += 1) lower[i * size + j] = restAt(partly, i, j) / root;
  }
  return { size, lower };
}

/** What the columns before j leave of an entry. */
function restAt({ matrix, lower, size }: Partly, i: number, j: number): number {
  const row = i * size;
  const other = j * size;
  let sum = matrix[row + j] ?? 0;
  for (let k = 0; k < j; k += 1) sum -= (lower[row + k] ?? 0) * (lower[other + k] ?? 0);
  return sum;
}

function fourRows({ matrix, lower, size }: Partly, i: number, { j, root }: { j: number; root: number }): void {
  const other = j * size;
  const first = i * size;
  const second = first + size;
  const third = second + size;
  const fourth = third + size;
  let a = matrix[first + j] ?? 0;
  let b = matrix[second + j] ?? 0;
  let c = matrix[third + j] ?? 0;
  let d = matrix[fourth + j] ?? 0;
  for (let k = 0; k < j; k += 1) {
    const value = lower[other + k] ?? 0;
    a -= (lower[first + k] ?? 0) * value;
    b -= (lower[second + k] ?? 0) * value;
    c -= (lower[third + k] ?? 0) * value;
    d -= (lower[fourth + k] ?? 0) * value;
  }
  lower[first + j] = a / root;
  lower[second + j] = b / root;
  lower[third + j] = c / root;
  lower[fourth + j] = d / root;
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
