import { expect, test } from "vitest";
import { agreementText, boardSentence, boardTitle, evidenceText, rankText, signed, verdictText } from "./board-text.ts";

const effect = { mean: 0.2163, lower: -0.2796, upper: 0.7122 };
const entry = {
  recipeSha: "ab".repeat(32),
  version: 2,
  isLive: false,
  forced: null,
  rank: 1,
  rankRange: [1, 2] as [number, number],
  effect,
  mean: 4.48,
  biasFree: null,
  runs: 25,
  inputs: 25,
  raters: 1,
  alpha: null,
  winRate: 0.75,
  wins: 3,
  losses: 1,
  ties: 0,
};
const thin = { ...entry, rank: null, rankRange: null, effect: null, runs: 13 };
const second = { ...entry, recipeSha: "cd".repeat(32), rank: 2 };
const board = { entries: [entry, second], needed: 20, scores: 40, verdicts: 4, leftOut: 0 };

test("TU36 a board says what was compared, who leads, how surely, and n", () => {
  expect(boardTitle({ mode: "blind", workingSize: 1600 })).toBe("Blind ratings at 1,600 px");
  expect(boardTitle({ mode: "open", workingSize: "full" })).toBe("Open ratings at full size");
  expect(boardSentence(board)).toBe(
    "abababab leads at ≈ +0.22 stars, not surely first: ranks 1 to 2 are possible; 40 scores and 4 blind verdicts.",
  );
  expect(boardSentence({ ...board, entries: [{ ...entry, rankRange: [1, 1] }, second], leftOut: 1 })).toContain(
    "surely first; 40 scores and 4 blind verdicts. 1 less rated recipe is left out.",
  );
  expect(boardSentence({ ...board, entries: [{ ...entry, rankRange: [1, 1] }, thin] })).toBe(
    "abababab is the only recipe with a place: nothing is compared yet; 40 scores and 4 blind verdicts.",
  );
});

test("TU36 under 20 rated runs no effect is shown, only how far the recipe is", () => {
  expect(boardSentence({ ...board, entries: [thin] })).toContain("No recipe has the 20 rated runs that a place needs");
  expect([rankText(thin, 20), rankText(entry, 20), rankText({ ...entry, rankRange: [1, 1] }, 20)]).toEqual([
    "13 of 20",
    "1 (1 to 2)",
    "1",
  ]);
});

test("TU36 a recipe shows n of runs, images and raters, α in words, blind wins and losses", () => {
  expect(evidenceText(entry)).toBe("n = 25 runs, 25 images, 1 rater");
  expect([agreementText(null), agreementText(0.81)]).toEqual(["one rater a run", "α 0.81, firm"]);
  expect(verdictText(entry)).toBe("3 won, 1 lost, 0 tied; 75 % of comparisons with live won");
  expect(verdictText({ ...entry, wins: 0, losses: 0, winRate: null })).toBe("no blind verdict");
  expect([signed(-0.2796), signed(-0.001)]).toEqual(["−0.28", "0.00"]);
});
