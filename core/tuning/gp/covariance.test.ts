import { expect, test } from "vitest";
import { factorise } from "./cholesky.ts";
import { argumentPart, covarianceOf, gramOf } from "./covariance.ts";
import { conditionOn } from "./posterior.ts";
import { type GpRow, meanScore, residuals } from "./rows.ts";

const at = (x: number) => ({ coordinates: Float64Array.of(x), codes: new Int32Array() });
const POINTS = [at(0), at(1)];
const VALUES = { n: 0.5, a: 0.7, b: 0.2, s: 0.3, l: 1 };
const NEAR = Math.exp(-0.5);

const score = (point: number, input: number, rater: number, y = 3): GpRow => ({
  kind: "score",
  point,
  input,
  rater,
  y,
});
const verdict: GpRow = { kind: "difference", left: 1, right: 0, input: 0, rater: 0, y: 1 };

/** The covariance of two rows; of a row with itself where one is given. */
function between(first: GpRow, second?: GpRow): number {
  const rows = second === undefined ? [first] : [first, second];
  return covarianceOf(rows)(argumentPart(rows, gramOf(POINTS, VALUES.l)), VALUES)[rows.length === 1 ? 0 : 2] ?? 0;
}

test.each<[string, GpRow, GpRow | undefined, number]>([
  ["a score with itself has every term", score(0, 0, 0), undefined, 0.09 + 0.49 + 0.04 + 0.25],
  ["one input and one rater", score(0, 0, 0), score(1, 0, 0), 0.09 * NEAR + 0.49 + 0.04],
  ["one input", score(0, 0, 0), score(1, 0, 1), 0.09 * NEAR + 0.49],
  ["one rater", score(0, 0, 0), score(0, 1, 0), 0.09 + 0.04],
  ["nothing but the arguments", score(0, 0, 0), score(1, 1, 1), 0.09 * NEAR],
  ["a verdict with itself: no input, no rater, twice the noise", verdict, undefined, 0.09 * (2 - 2 * NEAR) + 0.5],
  ["a verdict with a score of its input and rater", verdict, score(1, 0, 0), 0.09 * (1 - NEAR)],
])("TU20 covariance: %s", (_title, first, second, expected) => {
  expect(between(first, second)).toBeCloseTo(expected, 12);
});

test("TU20 the mean of the scores is taken off score rows only, and is 3 without any", () => {
  const rows = [score(0, 0, 0, 2), score(1, 0, 0, 5), verdict];
  expect(meanScore(rows)).toBe(3.5);
  expect([...residuals(rows, 3.5)]).toEqual([-1.5, 1.5, 1]);
  expect(meanScore([verdict])).toBe(3);
});

test("TU21 a prediction is relative to the live arguments, whose gain and spread are 0", () => {
  const rows = [score(0, 0, 0, 2), score(1, 0, 0, 5)];
  const posterior = conditionOn({ points: POINTS, rows, live: at(0), values: VALUES });
  expect([posterior.gain(at(0)), posterior.spread(at(0))]).toEqual([0, 0]);
  expect(posterior.gain(at(1))).toBeGreaterThan(0);
  const prior = Math.sqrt(2 * 0.09 - 2 * 0.09 * NEAR);
  expect(posterior.spread(at(1))).toBeLessThan(prior);
  const untold = conditionOn({ points: POINTS, rows: [verdict], live: at(0), values: VALUES });
  expect(untold.spread(at(1))).toBeLessThan(prior);
});

test("TU21 a matrix without a factor gets 1e-9 of its mean diagonal, one with a factor gets nothing", () => {
  expect(factorise(Float64Array.of(4, 0, 2, 10), 2).lower[0]).toBe(2);
  expect(factorise(Float64Array.of(4, 0, 4, 4), 2).lower[3]).toBeCloseTo(Math.sqrt(8e-9), 8);
  expect(() => factorise(Float64Array.of(-1), 1)).toThrow("not positive definite");
});
