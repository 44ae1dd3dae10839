import { expect, test } from "vitest";
import { decideQuality, QUALITY_QUESTIONS } from "./quality.ts";

const knobs = { kvBits: 4, maxBatch: 1, maxContext: 2000 } as const;

test.each([
  ["38 of 40 agree", 38, 40, "agrees"],
  ["37 of 40 differ", 37, 40, "differs"],
  ["a reference that disagrees with itself shows nothing", 40, 37, "not-shown"],
  ["self-agreement of 38 is enough", 38, 38, "agrees"],
  ["no answers show nothing", null, 40, "not-shown"],
  ["no reference shows nothing", 40, null, "not-shown"],
] as const)("TM18 %s", (_title, agreeing, selfAgreeing, expected) => {
  expect(decideQuality({ knobs, questions: QUALITY_QUESTIONS, agreeing, selfAgreeing })).toBe(expected);
});

test("TM18 a cell nobody asked is not shown", () => {
  expect(decideQuality(null)).toBe("not-shown");
});
