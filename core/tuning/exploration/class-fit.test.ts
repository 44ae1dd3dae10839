import { expect, test } from "vitest";
import { parseRecipe } from "../../imaging/recipe/parse-recipe.ts";
import { recipeSha } from "../../imaging/recipe/recipe-sha.ts";
import { evidenceFor, prepareLog } from "../evidence/prepare-log.ts";
import { tuningRecipe } from "../live/tuning-recipe.ts";
import type { Step } from "../reading/record.ts";
import { loggedRun, loggedScore, logOf } from "../reading/test-log.ts";
import { listTunables } from "../space/list-tunables.ts";
import { classFit } from "./class-fit.ts";

const TEXT = `schema = 1
class = "color-photo"
[[step]]
id = "light"
op = "tone.gamma"
gamma = 1.0
[output]
format = "jpeg"
[tune]
params = ["light.gamma"]
`;

function live() {
  const parsed = parseRecipe(TEXT, { fileStem: "color-photo" });
  if (parsed.kind === "invalid") throw new Error(JSON.stringify(parsed.problems));
  return tuningRecipe(parsed.recipe);
}

const gammaOf = (steps: readonly Step[], gamma: number): readonly Step[] =>
  steps.map((step) => ({ op: step.op, args: { ...step.args, ...(step.op === "tone.gamma" ? { gamma } : {}) } }));

/** Each input once as it is live and once brighter, which raters like; then runs that nobody rated. */
function rated(inputs: number, waiting: readonly (readonly Step[])[] = []) {
  const recipe = live();
  const bright = gammaOf(recipe.steps, 1.2);
  const records = Array.from({ length: inputs }, (_, at) => {
    const of = { input: `input ${at}` };
    const [plain, other] = [`${at} live`, `${at} bright`];
    return [
      loggedRun(plain, { ...of, steps: recipe.steps, recipeSha: recipe.sha }),
      loggedRun(other, { ...of, steps: bright, recipeSha: recipeSha(bright) }),
      loggedScore(plain, 2 + (at % 2), of),
      loggedScore(other, 3 + (at % 2), of),
    ];
  });
  const extra = waiting.map((steps, at) => loggedRun(`waits ${at}`, { steps, recipeSha: recipeSha(steps) }));
  const log = logOf([...records.flat(), ...extra]);
  const prepared = prepareLog(log, "run", null);
  const listed = listTunables(recipe, []);
  if (listed.kind !== "tunables") throw new Error(listed.kind);
  const data = { log, sets: prepared.sets, recipe, evidence: evidenceFor(recipe, prepared), seed: 42 };
  return { data, tunables: listed.tunables };
}

const fitOf = ({ data, tunables }: ReturnType<typeof rated>) => classFit(data, tunables, null);

test("TU28 TU9 there is no first fit before 20 rated runs", () => {
  expect(fitOf(rated(9))).toBeNull();
  expect(fitOf(rated(10))).not.toBeNull();
});

test("TU28 the most promising set lies where raters went, and the same log gives the same one", () => {
  const fit = fitOf(rated(20));
  expect(fit?.promising?.values["light.gamma"]).toBeGreaterThan(1);
  expect(fit?.promising?.worth).toBeGreaterThan(0);
  expect(fit?.rows).toBe(40);
  expect(fit).toEqual(fitOf(rated(20)));
});

test("TU30 TU34 the recipes with votes have their strength: the one that raters like is stronger", () => {
  const { sha, steps } = live();
  const strengths = new Map(fitOf(rated(20))?.strengths.map((one) => [one.recipe, one]));
  const [plain, bright] = [strengths.get(sha), strengths.get(recipeSha(gammaOf(steps, 1.2)))];
  expect(bright?.strength).toBeGreaterThan(plain?.strength ?? Number.NaN);
  expect(bright?.decisiveVotes).toBe(20);
});

test("TU29 each argument set has its spread, unrated ones too: live none, one far from what was rated the most", () => {
  const { steps, sha } = live();
  const [near, far, foreign] = [gammaOf(steps, 1.25), gammaOf(steps, 0.6), steps.slice(1)];
  const fit = fitOf(rated(20, [near, far, foreign]));
  const spreads = new Map(fit?.spreads.map(({ recipeSha: of, spread }) => [of, spread]));
  expect(spreads.get(sha)).toBe(0);
  expect(spreads.get(recipeSha(far))).toBeGreaterThan(spreads.get(recipeSha(near)) ?? Number.NaN);
  expect(spreads.has(recipeSha(foreign))).toBe(false);
});
