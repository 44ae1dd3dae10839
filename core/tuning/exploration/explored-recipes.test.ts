import { expect, test } from "vitest";
import { parseRecipe } from "../../imaging/recipe/parse-recipe.ts";
import { starterRecipe } from "../../imaging/recipe/starters.ts";
import { tuningRecipe } from "../live/tuning-recipe.ts";
import { exploredRecipes } from "./explored-recipes.ts";

function parsed(label: string, text: string) {
  const recipe = parseRecipe(text, { fileStem: label });
  if (recipe.kind === "invalid") throw new Error(`${label} is no recipe`);
  return recipe.recipe;
}
const starter = (label: string) => tuningRecipe(parsed(label, starterRecipe(label) ?? ""));
const ask = (label: string, index: number, count: number, promising: Record<string, number> | null = null) =>
  exploredRecipes({ recipe: starter(label), index, count, seed: 42, promising });

test("IM54 TU28 each explored text is a recipe of the same steps with other values, and the comments stay", () => {
  const explored = ask("color-photo", 0, 20);
  if (explored.kind !== "explored") throw new Error(explored.kind);
  const live = starter("color-photo");
  const shas = new Set<string>();
  for (const { text } of explored.recipes) {
    const recipe = parsed("color-photo", text);
    expect(recipe.steps.map(({ op }) => op)).toEqual(live.steps.map(({ op }) => op));
    expect(text).toContain("# above 1 brightens");
    shas.add(recipe.sha);
  }
  expect(shas.size).toBe(20);
  expect(shas.has(live.sha)).toBe(false);
  expect(explored.names).toEqual(["light.gamma", "vivid.saturation", "edge.jagged"]);
});

test("TU28 a later batch goes on where the earlier one stopped", () => {
  const [all, first, next] = [ask("color-photo", 0, 8), ask("color-photo", 0, 5), ask("color-photo", 5, 3)];
  if (all.kind !== "explored" || first.kind !== "explored" || next.kind !== "explored") throw new Error("nothing");
  expect([...first.recipes, ...next.recipes]).toEqual(all.recipes);
});

test("IM54 a class whose recipe has nothing to move explores nothing", () => {
  expect(ask("screenshot", 0, 1).kind).toBe("no_tunables");
  expect(ask("form-scan", 0, 1).kind).toBe("no_tunables");
});

const PROMISING = { "light.gamma": 1.2, "vivid.saturation": 1.1, "edge.jagged": 3 };

test("TU28 with a fit every fifth text has the most promising values, and each says why and what it changes", () => {
  const explored = ask("color-photo", 0, 10, PROMISING);
  if (explored.kind !== "explored") throw new Error(explored.kind);
  const fifths = explored.recipes.filter(({ origin }) => origin === "expected-improvement");
  expect(fifths.map(({ index }) => index)).toEqual([4, 9]);
  expect(new Set(fifths.map(({ text }) => parsed("color-photo", text).sha)).size).toBe(1);
  for (const { changes } of fifths) {
    expect(Object.fromEntries(Object.entries(changes).map(([name, [, tried]]) => [name, tried]))).toEqual(PROMISING);
  }
  expect(explored.recipes.filter(({ origin }) => origin === "sobol")).toHaveLength(8);
});

test.each([
  ["a tunable that was pinned since", { ...PROMISING, "light.gain": 1 }],
  ["one that was freed since", { "light.gamma": 1.2, "vivid.saturation": 1.1 }],
  ["a range that is narrower now", { ...PROMISING, "light.gamma": 1.9 }],
])("TU28 a promising set with %s is not tried: the step from live is", (_title, promising) => {
  const explored = ask("color-photo", 4, 1, promising);
  if (explored.kind !== "explored") throw new Error(explored.kind);
  expect(explored.recipes[0]?.origin).toBe("near-live");
});
