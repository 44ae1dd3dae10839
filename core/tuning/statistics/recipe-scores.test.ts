import { expect, test } from "vitest";
import { factorise, solve, solveLower } from "../gp/cholesky.ts";
import { argumentPart, covarianceOf } from "../gp/covariance.ts";
import { START_VALUES } from "../gp/fit.ts";
import { type GpRow, meanScore, residuals } from "../gp/rows.ts";
import { mulberry32 } from "../sampling/mulberry32.ts";
import { recipeEffects } from "./effects/recipe-effect.ts";
import { recipeScores } from "./recipe-scores.ts";
import type { RecipeScore } from "./votes.ts";

const [A, B, C, R1, R2, P, Q] = [0, 1, 2, 0, 1, 0, 1];
const scored = (input: number, rater: number, point: number, y: number): GpRow => ({
  kind: "score",
  input,
  rater,
  point,
  y,
});
const ROWS = [
  scored(A, R1, P, 3),
  scored(A, R1, Q, 4),
  scored(B, R1, P, 2),
  scored(B, R1, Q, 4),
  scored(C, R2, P, 4),
  scored(C, R2, Q, 4),
];

test("TD16 TU36 the printed rows give the printed recipe effects", () => {
  const effects = recipeEffects({ rows: ROWS, recipes: 2 });
  expect(effects.map(({ mean }) => mean.toFixed(4))).toEqual(["-0.2122", "0.2163"]);
  expect(effects.map(({ sd }) => sd.toFixed(4))).toEqual(["0.2530", "0.2530"]);
  expect(effects.map(({ lower }) => lower.toFixed(4))).toEqual(["-0.7082", "-0.2796"]);
});

test("TU36 a verdict moves both recipes apart; a recipe nobody saw stays at the class mean", () => {
  const [p, q, unseen] = recipeEffects({
    rows: [...ROWS, { kind: "difference", input: A, rater: R1, left: Q, right: P, y: 1 }],
    recipes: 3,
  });
  expect(p?.mean).toBeLessThan(-0.2122);
  expect(q?.mean).toBeGreaterThan(0.2163);
  expect(unseen?.mean).toBeCloseTo(0, 12);
  expect(unseen?.sd).toBeCloseTo(0.3, 12);
});

/** TU36 as it is written: the covariance of every two rows. */
function effectsByRow(rows: readonly GpRow[], recipes: number) {
  const same = new Float64Array(recipes * recipes);
  for (let place = 0; place < recipes; place += 1) same[place * recipes + place] = 1;
  const part = argumentPart(rows, { size: recipes, values: same });
  const factor = factorise(covarianceOf(rows)(part, START_VALUES), rows.length);
  const alpha = solve(factor, residuals(rows, meanScore(rows)));
  const s2 = START_VALUES.s ** 2;
  return Array.from({ length: recipes }, (_, recipe) => {
    const cross = Float64Array.from(rows, (row) =>
      row.kind === "score"
        ? s2 * Number(row.point === recipe)
        : s2 * (Number(row.left === recipe) - Number(row.right === recipe)),
    );
    const known = solveLower(factor, cross).reduce((sum, value) => sum + value * value, 0);
    return { mean: cross.reduce((sum, value, at) => sum + value * (alpha[at] ?? 0), 0), sd: Math.sqrt(s2 - known) };
  });
}

test("TU36 TU20 the effects are those of the covariance of every two rows, scores and verdicts mixed", () => {
  const random = mulberry32(42);
  const below = (count: number) => Math.floor(random() * count);
  const rows = Array.from({ length: 150 }, (): GpRow => {
    const [input, rater] = [below(20), below(4)];
    return random() < 0.7
      ? { kind: "score", input, rater, point: below(5), y: 1 + below(5) }
      : { kind: "difference", input, rater, left: below(5), right: below(5), y: below(3) - 1 };
  });
  const [found, asked] = [recipeEffects({ rows, recipes: 6 }), effectsByRow(rows, 6)];
  for (const [place, { mean, sd }] of asked.entries()) {
    expect(found[place]?.mean).toBeCloseTo(mean, 9);
    expect(found[place]?.sd).toBeCloseTo(sd, 9);
  }
});

const score = (change: Partial<RecipeScore>): RecipeScore => ({
  input: "i",
  rater: "r",
  run: "run",
  recipe: "live",
  score: 3,
  ...change,
});

test("TU36 a recipe shows its plain mean, n of runs, inputs and raters, α and its win rate against live", () => {
  const scores = [
    score({ run: "1", score: 2 }),
    score({ run: "2", recipe: "new", score: 4 }),
    score({ run: "2", recipe: "new", score: 5, rater: "s" }),
    score({ run: "3", recipe: "new", input: "j", score: 4 }),
  ];
  const verdicts = [{ input: "j", rater: "r", left: "new", right: "live", outcome: "tie" as const }];
  const [live, fresh] = recipeScores({ scores, verdicts, live: "live" });
  expect(live).toMatchObject({ recipe: "live", mean: 2, runs: 1, inputs: 1, raters: 1, alpha: null, winRate: null });
  expect(fresh).toMatchObject({ recipe: "new", runs: 2, inputs: 2, raters: 2, winRate: 0.75, biasFree: null });
  expect(fresh?.mean).toBeCloseTo(13 / 3, 12);
  expect(fresh?.alpha).not.toBeNull();
});

test("TU36 TU32 the bias-free mean stands beside the plain one once three raters share eight items", () => {
  const scores = Array.from({ length: 8 }, (_, item) =>
    ["r", "s", "t"].map((rater) =>
      score({ run: `${item}`, input: `${item}`, rater, score: 2 + (item % 3) + (rater === "t" ? 1 : 0) }),
    ),
  ).flat();
  const lonely = score({ run: "x", recipe: "new", input: "x", rater: "t", score: 4 });
  const fresh = recipeScores({ scores: [...scores, lonely], verdicts: [], live: "live" }).at(-1);
  expect(fresh?.mean).toBe(4);
  expect(fresh?.biasFree?.mean).toBeCloseTo(4 - 2 / 3, 6);
  expect((fresh?.biasFree?.upper ?? 0) - (fresh?.biasFree?.lower ?? 0)).toBeGreaterThanOrEqual(2 * 1.96 * 0.25);
});
