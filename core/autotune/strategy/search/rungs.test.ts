import { expect, test } from "vitest";
import { planRungs } from "./rungs.ts";

test.each([
  [0, []],
  [1, [[1, 3]]],
  [6, [[6, 3]]],
  [9, [[9, 3]]],
  [
    10,
    [
      [10, 1],
      [4, 2],
      [2, 4],
    ],
  ],
  [
    36,
    [
      [36, 1],
      [12, 2],
      [4, 4],
    ],
  ],
] as const)("TM13 %i cells: cells by blocks of each rung", (cells, expected) => {
  expect(planRungs(cells).map((rung) => [rung.cells, rung.blocks])).toEqual(expected);
});
