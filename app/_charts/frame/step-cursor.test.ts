import { describe, expect, test } from "vitest";
import { stepCursor } from "./step-cursor.ts";

const ids = ["a", "b", "c"];

describe("H-42 arrow keys walk the points", () => {
  test.each<[string, string | null, string, string | null]>([
    ["right from nowhere is the first", null, "ArrowRight", "a"],
    ["left from nowhere is the last", null, "ArrowLeft", "c"],
    ["right", "a", "ArrowRight", "b"],
    ["right at the end stays", "c", "ArrowRight", "c"],
    ["left at the start stays", "a", "ArrowLeft", "a"],
    ["Home", "c", "Home", "a"],
    ["End", "a", "End", "c"],
    ["a point that is gone starts over", "z", "ArrowRight", "a"],
    ["another key means nothing", "a", "x", null],
  ])("%s", (_title, current, key, expected) => {
    expect(stepCursor(ids, current, key)).toBe(expected);
  });

  test("without points there is no cursor", () => {
    expect(stepCursor([], null, "ArrowRight")).toBeNull();
  });
});
