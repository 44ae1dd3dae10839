import { expect, test } from "vitest";
import { decisiveVotesNeeded, meanHalfWidth, pairedScoresNeeded, winsNeeded } from "./planner.ts";
import { signTest } from "./sign-test.ts";

test.each([
  [3, "0.91"],
  [5, "0.70"],
  [8, "0.55"],
  [15, "0.40"],
  [24, "0.32"],
])("TD16 TU35 the mean of %i raters is known to ± %s", (raters, expected) => {
  expect(meanHalfWidth(raters).toFixed(2)).toBe(expected);
});

test.each([
  [0.9, [126, 56, 32, 21, 11, 6]],
  [1.2, [223, 99, 56, 36, 19, 9]],
])("TD16 TU35 with a deviation of %f the printed numbers of paired scores are needed", (sd, expected) => {
  expect([0.2, 0.3, 0.4, 0.5, 0.7, 1].map((gain) => pairedScoresNeeded(gain, sd))).toEqual(expected);
});

test("TD16 TU35 the printed numbers of decisive votes are needed", () => {
  expect([0.55, 0.6, 0.65, 0.7, 0.75, 0.8].map(decisiveVotesNeeded)).toEqual([617, 153, 67, 37, 23, 15]);
});

test.each([
  [0.05, [9, 12, 15, 20, 26, 37, 59]],
  [0.025, [9, 12, 15, 21, 27, 39, 61]],
])("TD16 TU35 the sign test reaches %f at the printed wins", (level, expected) => {
  expect([10, 15, 20, 30, 40, 60, 100].map((votes) => winsNeeded(votes, level))).toEqual(expected);
});

test("TU35 four votes can never reach 5 %, and no vote proves nothing", () => {
  expect(winsNeeded(4, 0.05)).toBeNull();
  expect([signTest(0, 0), signTest(5, 5), signTest(0, 5)]).toEqual([1, 1 / 32, 1]);
});
