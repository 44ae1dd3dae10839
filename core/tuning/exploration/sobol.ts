/** Primitive polynomial, ends included as bits, and the first direction integers of each dimension (Joe and Kuo 2008, set 6). */
const JOE_KUO: readonly (readonly [polynomial: number, first: readonly number[]])[] = [
  [3, [1]],
  [7, [1, 3]],
  [11, [1, 3, 1]],
  [13, [1, 1, 1]],
  [19, [1, 1, 3, 3]],
  [25, [1, 3, 5, 13]],
  [37, [1, 1, 5, 5, 17]],
  [41, [1, 1, 5, 5, 5]],
  [47, [1, 1, 7, 11, 19]],
  [55, [1, 1, 5, 1, 1]],
  [59, [1, 1, 1, 3, 11]],
];

const BITS = 32;

/** As many dimensions as tunables may move (TU12). */
export const SOBOL_DIMENSIONS = JOE_KUO.length + 1;

/** The direction numbers of the first dimension are the powers of two, the others' follow from their recurrence. */
function directionNumbers(dimension: number): number[] {
  const row = JOE_KUO[dimension - 1];
  if (row === undefined) return Array.from({ length: BITS }, (_, bit) => (1 << (BITS - 1 - bit)) >>> 0);
  const [polynomial, first] = row;
  const degree = first.length;
  const numbers = first.map((value, bit) => (value << (BITS - 1 - bit)) >>> 0);
  for (let bit = degree; bit < BITS; bit += 1) {
    const back = numbers[bit - degree] ?? 0;
    let next = back ^ (back >>> degree);
    for (let k = 1; k < degree; k += 1) {
      if (((polynomial >>> (degree - k)) & 1) === 1) next ^= numbers[bit - k] ?? 0;
    }
    numbers.push(next >>> 0);
  }
  return numbers;
}

const DIRECTIONS = Array.from({ length: SOBOL_DIMENSIONS }, (_, dimension) => directionNumbers(dimension));

/** Coordinates of one point of the Sobol sequence as 32-bit whole numbers, in Gray-code order; point 0 is the origin (TU28). */
export function sobolPoint(index: number, dimensions: number): number[] {
  if (dimensions > SOBOL_DIMENSIONS) throw new RangeError(`${dimensions} dimensions, at most ${SOBOL_DIMENSIONS}`);
  const gray = (index ^ (index >>> 1)) >>> 0;
  return DIRECTIONS.slice(0, dimensions).map((numbers) => {
    const bits = numbers.filter((_, bit) => ((gray >>> bit) & 1) === 1);
    return bits.reduce((sum, direction) => (sum ^ direction) >>> 0, 0);
  });
}
