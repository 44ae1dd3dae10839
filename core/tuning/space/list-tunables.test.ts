import { expect, test } from "vitest";
import { recipeOf } from "../../imaging/recipe/test-recipe.ts";
import { tuningRecipe } from "../live/tuning-recipe.ts";
import { listTunables } from "./list-tunables.ts";

const HEAD = `schema = 1
class = "color-photo"
[[step]]
id = "light"
op = "tone.gamma"
gamma = 1.1
[[step]]
id = "off"
op = "tone.gamma"
gamma = 1.2
enabled = false
[[step]]
id = "vivid"
op = "colour.modulate"
saturation = 1.0
[[step]]
id = "edge"
op = "sharpen.usm"
[output]
format = "jpeg"
`;

const SCHEMA_0 = `class = "color-photo"
[[step]]
op = "local-contrast"
strength = 60
sigma = 0.75
mode = "fast"
gentle = true
[[step]]
op = "local-contrast"
strength = 10
[[step]]
op = "local-contrast"
strength = 10
`;

function listed(text: string, observed: Parameters<typeof listTunables>[1] = []) {
  const found = listTunables(tuningRecipe(recipeOf(text)), observed);
  if (found.kind !== "tunables") throw new Error(found.name);
  return found.tunables;
}

const names = (text: string) => listed(text).map(({ name }) => name);

test("TU10 without params every tunable number of the enabled steps moves, in step order", () => {
  expect(names(HEAD)).toEqual([
    "light.gamma",
    "vivid.brightness",
    "vivid.saturation",
    "edge.sigma",
    "edge.flat",
    "edge.jagged",
    "output.quality",
  ]);
});

test("TU10 params choose and order", () => {
  expect(names(`${HEAD}[tune]\nparams = ["edge.flat", "light.gamma"]\n`)).toEqual(["edge.flat", "light.gamma"]);
});

test("TU10 schema 0 names every number by its op, from the second step of an op on by its place", () => {
  expect(names(SCHEMA_0)).toEqual([
    "local-contrast.strength",
    "local-contrast.sigma",
    "local-contrast#2.strength",
    "local-contrast#3.strength",
  ]);
});

test.each(["vivid.hue", "edge.x1", "off.gamma", "light.gama", "output.format"])(
  "TU10 %s is no tunable and is named",
  (name) => {
    const recipe = { ...tuningRecipe(recipeOf(HEAD)), tune: { params: [name], method: null, step: {}, range: {} } };
    expect(listTunables(recipe, [])).toEqual({ kind: "unknown_tunable", name });
  },
);

test("TU11 the recipe's own range goes before the table's", () => {
  const own = `${HEAD}[tune]\nparams = ["light.gamma", "vivid.saturation"]\nrange = { "light.gamma" = [0.85, 1.35] }\n`;
  expect(listed(own)).toMatchObject([
    { min: 0.85, max: 1.35, isLog: true, kind: "float" },
    { min: 0, max: 1.8, isLog: false },
  ]);
});

test("TU11 schema 0 takes the smallest and largest value of runs and live recipe, whole when all are", () => {
  const observed = [40, 90].map((strength) => [
    { op: "local-contrast", args: { strength, sigma: 1 } },
    { op: "local-contrast", args: { strength: 2.5 } },
  ]);
  expect(listed(SCHEMA_0, observed)).toMatchObject([
    { min: 40, max: 90, kind: "whole" },
    { min: 0.75, max: 1, kind: "float" },
    { min: 2.5, max: 10, kind: "float" },
    { min: 10, max: 10, kind: "whole" },
  ]);
});
