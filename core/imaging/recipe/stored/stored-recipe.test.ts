import { expect, test } from "vitest";
import { BUILT_IN_LABELS } from "../../classes.ts";
import { parseRecipe } from "../parse-recipe.ts";
import { argsOf } from "../recipe.ts";
import { starterRecipe } from "../starters.ts";
import { recipeOf } from "../test-recipe.ts";
import { storedRecipeText } from "./stored-recipe.ts";

test.each(BUILT_IN_LABELS)("TU52 the stored steps of %s written out are the same recipe with the same ids", (label) => {
  const recipe = recipeOf(starterRecipe(label) ?? "", label);
  const written = recipeOf(storedRecipeText({ class: label, steps: recipe.steps, args: argsOf(recipe) }), label);
  expect(written.sha).toBe(recipe.sha);
  expect(argsOf(written)).toEqual(argsOf(recipe));
  expect(written.limits.maxSeconds).toBe(120);
});

const TWICE = `schema = 1
class = "graphic"
[[step]]
id = "soft"
op = "smooth.blur"
sigma = 0.5
[[step]]
id = "softer"
op = "smooth.blur"
sigma = 0.5
[[step]]
id = "grey"
op = "colour.grey"
[[step]]
id = "clip"
op = "bw.threshold"
level = "otsu"
[output]
format = "png"
`;

test("TU52 two equal steps keep their own ids, and a step without arguments gets one", () => {
  const recipe = recipeOf(TWICE, "graphic");
  const written = recipeOf(
    storedRecipeText({ class: "graphic", steps: recipe.steps, args: argsOf(recipe) }),
    "graphic",
  );
  expect(written.sha).toBe(recipe.sha);
  expect(written.ids).toEqual(["soft", "softer", "step-3", "clip", "output"]);
});

test("TU53 steps of the older tool give no recipe", () => {
  const steps = [{ op: "local-contrast", args: { sigma: 0.75, "strength 2": 60 } }];
  expect(parseRecipe(storedRecipeText({ class: "graphic", steps, args: {} }), { fileStem: "graphic" }).kind).toBe(
    "invalid",
  );
});
