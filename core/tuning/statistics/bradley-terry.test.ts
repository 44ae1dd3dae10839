import { expect, test } from "vitest";
import { mulberry32 } from "../sampling/mulberry32.ts";
import { beats, bradleyTerry } from "./bradley-terry.ts";
import { recipeStrengths } from "./strengths.ts";
import { type RecipeScore, type Vote, votesFromScores, winRate } from "./votes.ts";

test("TD16 TU34 the printed wins give the printed strengths", () => {
  const strengths = bradleyTerry([
    [0, 7, 9],
    [3, 0, 6],
    [1, 4, 0],
  ]);
  expect(strengths.map((strength) => strength.toFixed(4))).toEqual(["2.3254", "0.8787", "0.4894"]);
  expect(beats(strengths[0] ?? 0, strengths[1] ?? 0).toFixed(4)).toBe("0.7258");
});

const score = (recipe: string, given: number, change: Partial<RecipeScore> = {}): RecipeScore => ({
  input: "i",
  rater: "r",
  run: `run-${recipe}`,
  recipe,
  score: given,
  ...change,
});

test("TU34 one rater's scores of one input make votes: higher wins, equal ties; other raters and inputs do not mix", () => {
  const votes = votesFromScores([
    score("a", 4),
    score("b", 2),
    score("c", 4),
    score("d", 5, { rater: "s" }),
    score("d", 5, { input: "j" }),
  ]);
  expect(votes.map(({ left, right, outcome }) => `${left}${right} ${outcome}`)).toEqual([
    "ab left",
    "ac tie",
    "bc right",
  ]);
});

const vote = (input: string, outcome: Vote["outcome"]): Vote => ({
  input,
  rater: "r",
  left: "new",
  right: "old",
  outcome,
});

const votes = (wins: number, losses: number, ties = 0): Vote[] => [
  ...Array.from({ length: wins }, (_, index) => vote(`w${index}`, "left")),
  ...Array.from({ length: losses }, (_, index) => vote(`l${index}`, "right")),
  ...Array.from({ length: ties }, (_, index) => vote(`t${index}`, "tie")),
];

test("TU34 the interval comes from seeded resamples of inputs and the list is sorted by the lower bound", () => {
  const strengths = recipeStrengths(votes(25, 10), mulberry32(42));
  expect(strengths).toEqual(recipeStrengths(votes(25, 10), mulberry32(42)));
  expect(strengths.map(({ recipe }) => recipe)).toEqual(["new", "old"]);
  for (const { strength, lower, upper, logVariance } of strengths) {
    expect(lower).toBeLessThan(strength);
    expect(upper).toBeGreaterThan(strength);
    expect(logVariance).toBeGreaterThan(0);
  }
});

test("TU34 votes of one input are drawn together: many votes on one input leave no interval", () => {
  const same = votes(15, 15).map((one) => ({ ...one, input: "i" }));
  const [first] = recipeStrengths(same, mulberry32(1));
  expect(first?.upper).toBeCloseTo(first?.lower ?? 0, 9);
});

test.each([
  [9, 20, "hidden"],
  [10, 0, "preliminary"],
  [29, 5, "preliminary"],
  [30, 0, "shown"],
])("TU34 %i decisive votes and %i ties are %s", (wins, ties, standing) => {
  expect(recipeStrengths(votes(wins, 0, ties), mulberry32(1))[0]?.standing).toBe(standing);
});

test("TU36 the win rate counts ties half and is unknown without a comparison", () => {
  expect(winRate(votes(2, 1, 1), "new", "old")).toBe(0.625);
  expect(winRate(votes(2, 1, 1), "old", "new")).toBe(0.375);
  expect(winRate(votes(2, 1, 1), "new", "other")).toBeNull();
});
