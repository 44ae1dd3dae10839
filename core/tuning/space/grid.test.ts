import { expect, test } from "vitest";
import { gridLine, gridLines, gridPoints, roundToKind } from "./grid.ts";
import type { TunableKind } from "./tunable.ts";

function range(min: number, max: number, kind: TunableKind = "float", isLog = false) {
  return { min, max, kind, isLog };
}

test.each([
  ["0.3…3", range(0.3, 3), [0.3, 0.975, 1.65, 2.325, 3]],
  ["log 0.6…1.8", range(0.6, 1.8, "float", true), [0.6, 0.7896, 1.0392, 1.3677, 1.8]],
  ["whole 1…10", range(1, 10, "whole"), [1, 3, 6, 8, 10]],
  ["whole 1…3", range(1, 3, "whole"), [1, 2, 3]],
  ["odd 1…9", range(1, 9, "odd"), [1, 3, 5, 7, 9]],
  ["2…2", range(2, 2), [2]],
])("TD7 TU12 the grid of %s is the printed one", (_title, line, expected) => {
  expect(gridLine(line)).toEqual(expected);
});

test.each([
  [5, 5],
  [6, 4],
  [7, 3],
  [12, 2],
  [14, 2],
])("TD7 with %i tunables every count is %i", (n, count) => {
  const lines = gridLines(Array.from({ length: n }, () => range(0, 1)));
  expect(lines.every((line) => line.length === count)).toBe(true);
  expect(lines).toHaveLength(Math.min(n, 12));
  expect(gridPoints(lines).length).toBeLessThanOrEqual(4096);
});

test("TU12 the first tunable is the slowest", () => {
  expect(
    gridPoints([
      [0, 1],
      [5, 6],
    ]),
  ).toEqual([
    [0, 5],
    [0, 6],
    [1, 5],
    [1, 6],
  ]);
});

test.each([
  ["odd 8 in 2…8 stays inside", 8, range(2, 8, "odd"), 7],
  ["odd ties go up", 2, range(1, 9, "odd"), 3],
  ["a rounded end stays inside", 0.33335, range(0, 0.33335), 0.33335],
])("TU12 %s", (_title, value, line, expected) => {
  expect(roundToKind(value, line)).toBe(expected);
});
