import { expect, test } from "vitest";
import { anyColumn } from "./column.ts";

test("a column keeps every number in its place, past the end of a block too", () => {
  const column = anyColumn();
  for (let index = 0; index < 40_000; index += 1) column.push(index / 2);
  column.set(20_000, -1);
  expect(column.length).toBe(40_000);
  expect([0, 16_383, 16_384, 20_000, 39_999].map((index) => column.at(index))).toEqual([0, 8191.5, 8192, -1, 19_999.5]);
  expect([-1, 40_000].map((index) => column.at(index))).toEqual([Number.NaN, Number.NaN]);
});
