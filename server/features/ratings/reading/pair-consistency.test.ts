import { expect, test } from "vitest";
import { repeatsOf } from "./pair-consistency.ts";

const said = (leftRun: string, rightRun: string, verdict: string, isRepeat = false) => ({
  ...{ leftRun, rightRun, verdict, isRepeat },
});

test("IM64 a repeat is held against the last verdict before it on the same two runs, whichever stood left", () => {
  const repeats = repeatsOf([
    said("a", "b", "right"),
    said("a", "c", "tie"),
    said("a", "b", "left"),
    said("a", "b", "tie", true),
    said("b", "a", "left", true),
    said("a", "b", "left", true),
  ]);
  expect(repeats).toEqual([
    [1, 3],
    [3, 1],
    [5, 1],
  ]);
});

test("IM64 a repeat without an earlier verdict, or where one of the two said not sure, compares nothing", () => {
  expect(repeatsOf([said("a", "b", "left", true)])).toEqual([]);
  expect(repeatsOf([said("a", "b", "left"), said("a", "b", "not_sure", true), said("a", "b", "left", true)])).toEqual(
    [],
  );
});
