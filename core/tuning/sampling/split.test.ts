import { expect, test } from "vitest";
import { mulberry32 } from "./mulberry32.ts";
import { heldOutItems } from "./split.ts";

test("TD16 TU14 the random source gives the printed numbers for seed 42", () => {
  const random = mulberry32(42);
  expect([random(), random(), random()].map((u) => u * 2 ** 32)).toEqual([2581720956, 1925393290, 3661312704]);
});

test.each([
  [25, 42, [3, 10, 14, 15, 19]],
  [25, 43, [1, 6, 12, 21, 24]],
  [20, 42, [8, 11, 12, 15]],
])("TD6 TU15 of %i items seed %i holds out the printed indices", (n, seed, expected) => {
  expect([...heldOutItems(n, seed)].sort((left, right) => left - right)).toEqual(expected);
});

test("TD6 of 25 runs 20 train and 5 are held out", () => {
  expect(25 - heldOutItems(25, 7).size).toBe(20);
});
