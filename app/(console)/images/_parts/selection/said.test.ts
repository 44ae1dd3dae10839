import { expect, test } from "vitest";
import { correctionSaid, flagSaid } from "./said.ts";

test.each([
  [0, true, "All of them were unusable already."],
  [0, false, "All of them were usable already."],
  [1, true, "1 picture is marked unusable."],
  [3, true, "3 pictures are marked unusable."],
  [2, false, "2 pictures are usable again."],
])("IM55 H-32 a mark on %i (unusable: %s) tells what it changed", (changed, isUnusable, expected) => {
  expect(flagSaid(changed, isUnusable)).toBe(expected);
});

test("IM12 H-32 a correction tells what it changed and the way back", () => {
  expect(correctionSaid(2, "receipt")).toEqual({
    title: "2 pictures are receipt now.",
    description: "To take it back, correct to the former class; the latest correction counts.",
  });
  expect(correctionSaid(0, "receipt")).toEqual({ title: "All of them were receipt already." });
});
