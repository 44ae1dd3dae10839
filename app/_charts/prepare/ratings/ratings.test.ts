import { expect, test } from "vitest";
import { prepareRatingProgress } from "./rating-progress.ts";
import { prepareRatingSpread } from "./rating-spread.ts";

const sha = "ab".repeat(32);
const row = {
  class: "receipt",
  recipeSha: sha,
  isLive: true,
  counts: [1, 1, 2, 4, 2],
  mean: 3.5,
  ratedRuns: 10,
  unratedRuns: 3,
  forced: null,
};

test("C-11 the parts of a bar diverge at the middle of score 3 and sum to 100 %", () => {
  const [bar] = prepareRatingSpread([row]).bars;
  expect(bar?.parts.map(({ from, to }) => [from, to])).toEqual([
    [-30, -20],
    [-20, -10],
    [-10, 10],
    [10, 50],
    [50, 70],
  ]);
});

test("C-11 H-40 the sentence has the number, the twin one row a recipe with all counts; unrated runs are told", () => {
  const view = prepareRatingSpread([row, { ...row, class: "graphic", counts: [0, 0, 0, 0, 0], mean: null }]);
  expect(view.sentence).toBe("60 % of 10 ratings are good or excellent, 4 or 5.");
  expect(view.twin.rows.map(({ values }) => values.map(({ csv }) => csv))).toEqual([
    ["receipt", sha, "1", "1", "2", "4", "2", "3.5", "3"],
    ["graphic", sha, "0", "0", "0", "0", "0", "", "3"],
  ]);
  expect(prepareRatingSpread([]).sentence).toBe("No run has been rated yet.");
});

test("TU50 a forced recipe says so in the bar's name, the twin and the words", () => {
  const view = prepareRatingSpread([{ ...row, forced: "the printer wants it" }]);
  expect(view.bars[0]?.name).toBe("receipt abababab live forced");
  expect(view.twin.rows[0]?.text).toContain("recipe abababab, forced (the printer wants it): ");
  expect(view.twin.rows[0]?.values[1]).toEqual({ shown: "abababababab forced", csv: sha });
});

test("C-13 names how many classes have what a tune begins with and which is next", () => {
  const one = { class: "receipt", rated: 13, needed: 20, argumentSets: 2 };
  const view = prepareRatingProgress([
    one,
    { ...one, class: "graphic", rated: 100 },
    { ...one, class: "unknown", rated: 0 },
  ]);
  expect(view.sentence).toBe(
    "1 of 3 classes have the rated runs and the variation that a tune begins with. Next is receipt, 7 rated runs short.",
  );
  const sentence = (rated: number, argumentSets: number) =>
    prepareRatingProgress([{ class: "receipt", rated, needed: 20, argumentSets }]).sentence;
  expect([sentence(13, 2), sentence(25, 1), sentence(25, 3)]).toEqual([
    "receipt is 7 rated runs short of what a tune begins with.",
    "receipt has 25 rated runs but one argument set, which teaches nothing.",
    "receipt has the rated runs and the variation that a tune begins with.",
  ]);
  expect([view.x.max, view.twin.rows[1]?.text]).toEqual([40, "graphic: 100 of 20 rated runs, 2 argument sets."]);
});
