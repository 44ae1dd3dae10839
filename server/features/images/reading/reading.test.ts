import { expect, test } from "vitest";
import { byDay } from "./read-class.ts";
import { latestScores, scoresByRecipe } from "./recipe-scores.ts";

const score = (runId: string | null, raterId: string, value: number) => ({ runId, raterId, score: value });
const run = (id: string, recipeSha: string, changes = {}) => ({
  id,
  inputBlake3: "i",
  class: "receipt",
  recipeSha,
  argsJson: null,
  workLongSide: 1600,
  notRateable: null,
  isClassCorrected: false,
  isShaMismatch: false,
  ...changes,
});

test("IM33 of one run and rater the last score counts; a rating without a run is none", () => {
  const rows = [score("a", "r1", 2), score("a", "r2", 5), score("a", "r1", 4), score(null, "r1", 1)];
  expect(latestScores(rows).map(({ score: value }) => value)).toEqual([4, 5]);
});

test("C-11 counts scores by class and recipe, the live one first, TU50 a forced one with its reason; IM57 a run that cannot be rated is not unrated", () => {
  const runs = [run("a", "p"), run("b", "q"), run("c", "q"), run("d", "q", { notRateable: "pass_through" })];
  const rows = scoresByRecipe(runs, [score("a", "r1", 5), score("b", "r1", 2), score("b", "r2", 4)], {
    liveShas: new Map([["receipt", "q"]]),
    forced: new Map([["receipt p", "the printer wants it"]]),
  });
  expect(rows).toMatchObject([
    { recipeSha: "q", isLive: true, counts: [0, 1, 0, 1, 0], mean: 3, ratedRuns: 1, unratedRuns: 1 },
    { recipeSha: "p", isLive: false, counts: [0, 0, 0, 0, 1], mean: 5, ratedRuns: 1, forced: "the printer wants it" },
  ]);
});

test("ratings over time are means by UTC day, oldest first", () => {
  const at = (text: string, value: number) => ({ receivedAt: new Date(text), score: value });
  expect(byDay([at("2026-11-21T23:59:00Z", 4), at("2026-11-20T00:00:00Z", 1), at("2026-11-21T00:00:00Z", 5)])).toEqual([
    { day: "2026-11-20", mean: 1, ratings: 1 },
    { day: "2026-11-21", mean: 4.5, ratings: 2 },
  ]);
});
