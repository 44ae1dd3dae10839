/** One argument set in the normalised space: numbers as coordinates, fixed enums and booleans as codes (TU13). */
export interface Point {
  readonly coordinates: Float64Array;
  readonly codes: Int32Array;
}

/** Squared distance: Euclidean over the coordinates, plus 1 for each differing code (TU13). */
export function squaredDistance(left: Point, right: Point): number {
  let sum = 0;
  const { coordinates, codes } = left;
  for (let i = 0; i < coordinates.length; i += 1) {
    const difference = (coordinates[i] ?? 0) - (right.coordinates[i] ?? 0);
    sum += difference * difference;
  }
  for (let i = 0; i < codes.length; i += 1) if (codes[i] !== right.codes[i]) sum += 1;
  return sum;
}

/** (v − min)/(max − min), in log space where marked; a range of zero width gives 0 (TU13). */
export function normalise(value: number, range: { min: number; max: number; isLog: boolean }): number {
  const { min, max, isLog } = range;
  if (max === min) return 0;
  if (isLog) return (Math.log(value) - Math.log(min)) / (Math.log(max) - Math.log(min));
  return (value - min) / (max - min);
}
