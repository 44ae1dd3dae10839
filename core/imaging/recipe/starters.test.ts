import { expect, test } from "vitest";
import { BUILT_IN_LABELS } from "../classes.ts";
import { isPassThrough } from "./recipe.ts";
import { starterRecipe } from "./starters.ts";
import { recipeOf } from "./test-recipe.ts";

const starterOf = (label: string) => recipeOf(starterRecipe(label) ?? "", label);

test("every built-in class has a valid starter of its own, and no other label has one", () => {
  for (const label of BUILT_IN_LABELS) expect(starterOf(label)).toMatchObject({ schema: 1, class: label });
  expect([starterRecipe("vintage"), starterRecipe("constructor")]).toEqual([null, null]);
});

test("IM16 form-scan and unknown pass through, screenshot and graphic are only encoded", () => {
  expect(BUILT_IN_LABELS.filter((label) => isPassThrough(starterOf(label)))).toEqual(["form-scan", "unknown"]);
  for (const label of ["screenshot", "graphic"]) {
    expect(starterOf(label).steps).toEqual([{ op: "output", args: { format: "png", level: 9, palette: false } }]);
  }
});

test.each([
  ["color-photo", ["denoise.median", "tone.gamma", "colour.modulate", "sharpen.usm", "output"]],
  ["dark-photo", ["denoise.median", "tone.gamma", "tone.normalise", "tone.clahe", "colour.modulate", "output"]],
  ["mono-photo", ["tone.normalise", "tone.gamma", "sharpen.usm", "colour.grey", "output"]],
  ["binary-scan", ["crop.trim", "tone.normalise", "tone.linear", "sharpen.usm", "output"]],
  ["halftone-scan", ["smooth.blur", "tone.normalise", "sharpen.usm", "output"]],
  ["receipt", ["crop.trim", "colour.grey", "tone.normalise", "tone.clahe", "tone.linear", "output"]],
])("the starter of %s has the steps of the table", (label, ops) => {
  expect(starterOf(label).steps.map(({ op }) => op)).toEqual(ops);
});
