import { expect, test } from "vitest";
import { likelihoodOf, START_VALUES } from "./fit.ts";
import { conditionOn } from "./posterior.ts";
import type { GpRow } from "./rows.ts";

function at(x: number) {
  return { coordinates: Float64Array.of(x), codes: new Int32Array() };
}

const POINTS = [at(0.2), at(0.8), at(0.5)];
const [A, B, C, R1, R2] = [0, 1, 2, 0, 1];
const SCORES: GpRow[] = [
  { kind: "score", input: A, rater: R1, point: 0, y: 3 },
  { kind: "score", input: A, rater: R1, point: 1, y: 4 },
  { kind: "score", input: B, rater: R1, point: 0, y: 2 },
  { kind: "score", input: B, rater: R1, point: 1, y: 4 },
  { kind: "score", input: C, rater: R2, point: 0, y: 4 },
  { kind: "score", input: C, rater: R2, point: 2, y: 4 },
];
const VERDICT: GpRow = { kind: "difference", input: A, rater: R1, left: 1, right: 0, y: 1 };

test.each([
  ["six rows", SCORES, "-7.9001", ["0.1954 0.2070", "0.3834 0.3098", "0.3808 0.3513"]],
  ["plus verdict 0.8 over 0.2", [...SCORES, VERDICT], "-8.9503", ["0.2310 0.2003", "0.4559 0.2910", "0.4539 0.3346"]],
])("TD16 TU27 %s give the printed likelihood, gains and spreads", (_title, rows, likelihood, expected) => {
  expect(likelihoodOf(POINTS, rows)(START_VALUES).toFixed(4)).toBe(likelihood);
  const posterior = conditionOn({ points: POINTS, rows, live: at(0.2), values: START_VALUES });
  const shown = [0.5, 0.8, 1].map((x) => `${posterior.gain(at(x)).toFixed(4)} ${posterior.spread(at(x)).toFixed(4)}`);
  expect(shown).toEqual(expected);
  expect([posterior.gain(at(0.2)), posterior.spread(at(0.2))]).toEqual([0, 0]);
});
