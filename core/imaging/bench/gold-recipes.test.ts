import { expect, test } from "vitest";
import { BUILT_IN_LABELS } from "../classes.ts";
import { parseRecipe } from "../recipe/parse-recipe.ts";
import { starterRecipe } from "../recipe/starters.ts";
import { goldPairsFor, goldRecipes } from "./gold-recipes.ts";

function parsed(label: string, text: string) {
  const recipe = parseRecipe(text, { fileStem: label });
  if (recipe.kind === "invalid") throw new Error(JSON.stringify(recipe.problems));
  return recipe.recipe;
}

test.each(BUILT_IN_LABELS)(
  "IM64 IM59 both sides of a gold pair of %s parse and have the live recipe's size and output",
  (label) => {
    const live = parsed(label, starterRecipe(label) ?? "");
    const gold = goldRecipes(live);
    if (live.steps.length === 0) {
      expect(gold).toBeNull();
      return;
    }
    const [untouched, broken] = [parsed(label, gold?.untouched ?? ""), parsed(label, gold?.broken ?? "")];
    const sized = (steps: typeof live.steps) => steps.filter(({ op }) => op === "size.fit" || op === "crop.trim");
    for (const side of [untouched, broken]) {
      expect(side.steps.at(-1)).toEqual(live.steps.at(-1));
      expect(sized(side.steps)).toEqual(sized(live.steps));
    }
    expect(sized(untouched.steps)).toEqual(untouched.steps.slice(0, -1));
    expect(broken.steps.length).toBeGreaterThan(untouched.steps.length);
  },
);

test("IM64 2 % are gold pairs, and a small batch has one", () => {
  expect([1, 20, 50, 51, 200].map(goldPairsFor)).toEqual([1, 1, 1, 2, 4]);
});
