import { expect, test } from "vitest";
import { decideWrite } from "./decide-write.ts";

test.each([
  ["the recipe it was approved for is replaced", "base", "base", "write"],
  ["a Mac without one gets its first", null, null, "write"],
  ["one that has it already is left alone", "target", "base", "has_it"],
  ["any other recipe is somebody's work", "other", "base", "conflict"],
  ["so is one that appeared meanwhile", "other", null, "conflict"],
  ["and one that went away", null, "base", "conflict"],
])("TU51 %s", (_title, held, baseHash, expected) => {
  expect(decideWrite(held, { baseHash, targetHash: "target" })).toBe(expected);
});
