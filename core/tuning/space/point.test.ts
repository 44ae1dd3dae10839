import { expect, test } from "vitest";
import { normalise, squaredDistance } from "./point.ts";

test.each([
  ["linear", 1.65, { min: 0.3, max: 3, isLog: false }, 0.5],
  ["log", Math.sqrt(0.6 * 1.8), { min: 0.6, max: 1.8, isLog: true }, 0.5],
  ["zero width", 2, { min: 2, max: 2, isLog: false }, 0],
])("TU13 %s values are normalised to 0…1", (_title, value, range, expected) => {
  expect(normalise(value, range)).toBeCloseTo(expected, 12);
});

test("TU13 each fixed enum or boolean that differs adds 1 to the squared distance", () => {
  const left = { coordinates: Float64Array.of(0, 0.5), codes: Int32Array.of(0, 1, 2) };
  const right = { coordinates: Float64Array.of(0.3, 0.1), codes: Int32Array.of(0, 2, 3) };
  expect(squaredDistance(left, right)).toBeCloseTo(0.25 + 2, 12);
});
