import { expect, test } from "vitest";
import { SOBOL_DIMENSIONS, sobolPoint } from "./sobol.ts";

const shares = (index: number, dimensions: number) => sobolPoint(index, dimensions).map((value) => value / 2 ** 32);

/** Points of SciPy 1.17's `qmc.Sobol`, which has the same directions. */
test.each([
  [2, [0.75, 0.25, 0.25, 0.25, 0.75, 0.75, 0.25, 0.75, 0.75, 0.75, 0.75, 0.75]],
  [3, [0.25, 0.75, 0.75, 0.75, 0.25, 0.25, 0.75, 0.25, 0.25, 0.25, 0.25, 0.25]],
  [
    37,
    [
      0.921875, 0.640625, 0.578125, 0.921875, 0.765625, 0.296875, 0.171875, 0.796875, 0.609375, 0.171875, 0.015625,
      0.078125,
    ],
  ],
])("TU28 point %i is that of Joe and Kuo's directions", (index, expected) => {
  expect(shares(index, 12)).toEqual(expected);
});

test("TU28 of the first 64 points each 64th of every dimension holds one", () => {
  const points = Array.from({ length: 64 }, (_, index) => shares(index, SOBOL_DIMENSIONS));
  for (let dimension = 0; dimension < SOBOL_DIMENSIONS; dimension += 1) {
    expect(new Set(points.map((point) => Math.floor((point[dimension] ?? 0) * 64))).size).toBe(64);
  }
});

test("TU28 more dimensions than tunables may move are refused", () => {
  expect(() => sobolPoint(1, 13)).toThrow("at most 12");
});
