import { expect, test } from "vitest";
import { canTellBias, solveRaterBias } from "./rater-bias.ts";
import type { ItemScore } from "./rating-table.ts";

const table = (rows: readonly (readonly number[])[]): ItemScore[] =>
  rows.flatMap((row, item) => row.map((score, rater) => ({ item: `i${item}`, rater: `r${rater}`, score })));

const ROWS = [
  [5, 4, 3],
  [4, 4, 2],
  [3, 2, 2],
  [2, 2, 1],
  [5, 5, 4],
  [1, 2, 1],
];

test("TD16 TU32 the printed table gives the printed scores and biases", () => {
  const { items, raters } = solveRaterBias(table(ROWS));
  const shown = [...items.values()].map(({ score }) => score.toFixed(4));
  expect(shown).toEqual(["3.8340", "3.2669", "2.2669", "1.6999", "4.6999", "1.5657"]);
  expect([...raters.values()].map((bias) => bias.toFixed(4))).toEqual(["0.4444", "0.2778", "-0.7222"]);
});

test("TU32 an item's standard error is its residual deviation over the root of its raters", () => {
  const { items, raters } = solveRaterBias(table(ROWS));
  const { score, standardError } = items.get("i0") ?? { score: 0, standardError: 0 };
  const residuals = [5, 4, 3].map((given, rater) => given - score - (raters.get(`r${rater}`) ?? 0));
  const mean = residuals.reduce((sum, value) => sum + value, 0) / 3;
  const variance = residuals.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 3;
  expect(standardError).toBeCloseTo(Math.sqrt(variance / 3), 12);
});

test.each([
  ["three raters with eight shared items each", 8, 3, true],
  ["seven shared items", 7, 3, false],
  ["two raters", 20, 2, false],
])("TU32 with %s bias is told: %#", (_title, items, raters, expected) => {
  const rows = Array.from({ length: items }, () => Array.from({ length: raters }, () => 3));
  expect(canTellBias(table(rows))).toBe(expected);
});

test("TU32 items of one rater alone do not count as shared", () => {
  const shared = table(Array.from({ length: 7 }, () => [3, 3, 3]));
  const alone = [0, 1, 2].map((rater) => ({ item: `own${rater}`, rater: `r${rater}`, score: 3 }));
  expect(canTellBias([...shared, ...alone])).toBe(false);
});

test("TU32 a rater who is always one star lower does not lower the item only they saw", () => {
  const rows = Array.from({ length: 8 }, (_, item) => [2 + (item % 3), 2 + (item % 3), 1 + (item % 3)]);
  const scores = [...table(rows), { item: "alone", rater: "r2", score: 3 }];
  expect(solveRaterBias(scores).items.get("alone")?.score).toBeCloseTo(3 + 2 / 3, 6);
});

test("TU32 an item of one or two raters has the pooled residual deviation, at least 0.25, over the root of its raters", () => {
  const few = [
    { item: "one", rater: "r0", score: 3 },
    { item: "two", rater: "r0", score: 3 },
    { item: "two", rater: "r1", score: 3 },
  ];
  const errors = (scores: readonly ItemScore[]) =>
    ["one", "two"].map((item) => solveRaterBias(scores).items.get(item)?.standardError ?? 0);
  const agreed = Array.from({ length: 8 }, (_, item) => Array.from({ length: 3 }, () => 1 + (item % 5)));
  expect(errors([...table(agreed), ...few])).toEqual([0.25, 0.25 / Math.SQRT2]);
  const apart = agreed.map((row, item) => row.map((score, rater) => score + ((item + rater) % 3)));
  const [one = 0, two = 0] = errors([...table(apart), ...few]);
  expect(one).toBeGreaterThan(0.7);
  expect(one).toBeLessThan(1.4);
  expect(two).toBeCloseTo(one / Math.SQRT2, 12);
});
