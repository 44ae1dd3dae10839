import { expect, test } from "vitest";
import { leftOutLines, replaySentence, sideText } from "./replay-text.ts";

const side = (
  replayed: number,
  differ: number,
  engine: { part: string; stored: string; now: string }[] | null = [],
) => ({
  runs: 10,
  replayed,
  equal: replayed - differ,
  differ,
  differences: Array.from({ length: differ }, (_, index) => ({
    runId: String(index),
    label: `IMG-${index}`,
    inputBlake3: "1".repeat(64),
    engine,
    pixelsBlake3: null,
    distance: { kind: "not_measured" as const, reason: "" },
    text: "",
  })),
});
const other = [{ part: "vips", stored: "8.17", now: "8.18" }];

test.each([
  ["running", side(4, 0), side(3, 3), "13 of 20 runs are still to come."],
  ["done", side(10, 0), side(10, 10), "All 10 runs gave the same pixels again."],
  ["done", side(10, 2, other), null, "2 of 10 runs gave other pixels, all on another engine."],
  ["done", side(10, 1, null), null, "1 of 10 runs gave other pixels; on which engine is not known of all."],
  ["done", side(10, 1), null, "1 of 10 runs gave other pixels on the same engine."],
  ["cancelled", side(3, 0), null, "3 of 10 runs were replayed; these gave the same pixels again."],
  ["cancelling", side(3, 0), null, "7 of 10 runs are still to come."],
  ["cancelled", side(0, 0), null, "No run was replayed."],
] as const)("TU52 a replay that is %s says so", (state, own, candidate, expected) => {
  expect(replaySentence({ state, own, candidate })).toBe(expected);
});

test("TU53 what was left out is named, five inputs and a count", () => {
  const missingInputs = Array.from({ length: 7 }, (_, index) => String(index).repeat(64));
  expect(leftOutLines({ missingInputs, notReplayable: { v1: 2, schema_0: 0 } })).toEqual([
    "The pixels of 000000000000, 111111111111, 222222222222, 333333333333, 444444444444 and 2 more are not here.",
    "2 cannot be run again: of the older tool's log.",
  ]);
  expect(leftOutLines({ missingInputs: [], notReplayable: {} })).toEqual([]);
  expect(sideText("Own recipe", side(10, 4))).toBe("Own recipe: replayed 10, equal 6, differ 4");
});
