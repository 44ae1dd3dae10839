import { expect, test } from "vitest";
import { chooseInputs } from "./choose-inputs.ts";

const names = (count: number) => Array.from({ length: count }, (_, index) => `i${index}`);
const choose = (stored: number, count: number, used: readonly string[] = [], pairs: [string, number][] = []) =>
  chooseInputs({ stored: names(stored), used: new Set(used), pairs: new Map(pairs), count });

test("IM54 pairs are spread: no input gets a second one before every other has one", () => {
  expect(choose(4, 6)).toEqual(["i0", "i1", "i2", "i3", "i0", "i1"]);
  expect(choose(3, 2, ["i0"], [["i0", 2]])).toEqual(["i1", "i2"]);
});

test("IM54 TU40 of 60 pictures 30 stay unseen for a confirmation", () => {
  expect(new Set(choose(60, 200)).size).toBe(30);
  expect(choose(60, 1, names(60))).toHaveLength(1);
});

test("IM54 TU37 of few pictures 15 are used all the same", () => {
  expect(new Set(choose(20, 100)).size).toBe(15);
  expect(choose(0, 3)).toEqual([]);
});
