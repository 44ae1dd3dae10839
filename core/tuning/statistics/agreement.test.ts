import { expect, test } from "vitest";
import { agreementWord, isInconsistent } from "./agreement-words.ts";
import { krippendorffAlpha } from "./krippendorff.ts";
import type { ItemScore } from "./rating-table.ts";
import { weightedKappa } from "./weighted-kappa.ts";

const ROWS = [
  "1 2 3 3 2 1 4 1 2 . . .",
  "1 2 3 3 2 2 4 1 2 5 . 3",
  ". 3 3 3 2 3 4 2 2 5 1 .",
  "1 2 3 3 2 4 4 1 2 5 1 .",
];

const SCORES: ItemScore[] = ROWS.flatMap((row, rater) =>
  row
    .split(" ")
    .flatMap((cell, item) => (cell === "." ? [] : [{ item: `i${item}`, rater: `r${rater}`, score: Number(cell) }])),
);

test.each([
  ["nominal", "0.743"],
  ["ordinal", "0.815"],
  ["interval", "0.849"],
  ["ratio", "0.797"],
] as const)("TD16 TU33 the %s α of the printed table is %s", (level, expected) => {
  expect(krippendorffAlpha(SCORES, level)?.toFixed(3)).toBe(expected);
});

test("TU33 α is unknown without an item of two raters and 1 where all gave one value", () => {
  const one = { item: "a", rater: "r", score: 3 };
  expect(krippendorffAlpha([one, { ...one, item: "b" }], "ordinal")).toBeNull();
  expect(krippendorffAlpha([one, { ...one, rater: "s" }], "ordinal")).toBe(1);
});

test("TD16 TU33 the weighted κ of the printed scores is 0.8428", () => {
  const first = [5, 4, 3, 4, 2, 1, 3, 5, 4, 2];
  const second = [4, 4, 3, 5, 2, 2, 3, 5, 3, 1];
  expect(weightedKappa(first.map((score, index) => [score, second[index] ?? 0]))?.toFixed(4)).toBe("0.8428");
  expect(weightedKappa([])).toBeNull();
  expect(weightedKappa([[3, 3]])).toBe(1);
});

test.each([
  [0.8, "firm"],
  [0.7999, "tentative"],
  [0.667, "tentative"],
  [0.6669, "not enough"],
  [-0.2, "not enough"],
] as const)("TU33 an α of %f is called %s", (alpha, word) => {
  expect(agreementWord(alpha)).toBe(word);
});

test.each([
  [{ kappa: 0.39, repeats: 10 }, true],
  [{ kappa: 0.4, repeats: 10 }, false],
  [{ kappa: 0.1, repeats: 9 }, false],
  [{ kappa: null, repeats: 10 }, false],
])("TU33 %j is shown to reviewers: %s", (repeats, expected) => {
  expect(isInconsistent(repeats)).toBe(expected);
});
