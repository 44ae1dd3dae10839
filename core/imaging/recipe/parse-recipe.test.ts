import { expect, test } from "vitest";
import type { Parameter } from "./parameter.ts";
import { parseRecipe, parseRunnableRecipe } from "./parse-recipe.ts";
import { problemText } from "./problem.ts";
import { argsOf, isPassThrough, numberParameterOf } from "./recipe.ts";
import { COLOR_PHOTO } from "./starters/color-photo.ts";
import { OUTPUT_FORMATS, parametersOf, STEP_OPS } from "./step-table.ts";
import { oneStep, onlyOutput, problemsOf, recipeOf } from "./test-recipe.ts";

function wrongValues(parameter: Parameter): readonly string[] {
  switch (parameter.kind) {
    case "flag":
      return ['"yes"', "1"];
    case "choice":
      return ['"other"', "1"];
    case "colour":
      return ['"red"', "7"];
    case "number": {
      const even = parameter.grain === "odd" ? ["4"] : [];
      const fraction = parameter.grain === "float" ? ["nan", "inf"] : ["1.5"];
      return [`${parameter.min - 1}`, `${parameter.max + 1}`, '"x"', "true", ...even, ...fraction];
    }
  }
}

const EVERY_PARAMETER = [
  ...STEP_OPS.map((op) => ({
    field: "step[0]",
    table: parametersOf(op, {}),
    write: (line: string) => oneStep(op, [line]),
  })),
  ...OUTPUT_FORMATS.map((format) => ({
    field: "output",
    table: parametersOf("output", { format }),
    write: (line: string) => onlyOutput(format, [line]),
  })),
].flatMap(({ field, table, write }) =>
  Object.entries(table ?? {}).flatMap(([name, parameter]) =>
    wrongValues(parameter).map((value) => ({ field: `${field}.${name}`, text: write(`${name} = ${value}`), value })),
  ),
);

test("TC19 every parameter below its range, above it or of the wrong type is an error with its field path", () => {
  expect(EVERY_PARAMETER.length).toBeGreaterThan(150);
  for (const { field, text, value } of EVERY_PARAMETER) {
    expect(problemsOf(text), `${field} = ${value}`).toMatchObject([{ field, code: "recipe_invalid" }]);
  }
});

test("TC19 a recipe of the older tool is refused for running with recipe_schema_0", () => {
  const text = '[[step]]\nop = "local-contrast"\nsigma = 0.75\n';
  expect(parseRecipe(text, { fileStem: "color-photo" }).kind).toBe("recipe");
  expect(parseRunnableRecipe(text, { fileStem: "color-photo" })).toMatchObject({
    kind: "invalid",
    problems: [{ code: "recipe_schema_0" }],
  });
});

const BASE = 'schema = 1\nclass = "color-photo"\n';
const STEP = '[[step]]\nid = "a"\nop = "colour.grey"\n';
const OUT = '[output]\nformat = "png"\n';

test.each([
  ["an unknown key", `${BASE}colour = 1\n`, "line 3, column 1: colour: is not known here"],
  ["an unknown key of a step", `${BASE}${STEP}size = 3\n${OUT}`, "line 6, column 1: step[0].size: is not known here"],
  ["another schema", BASE.replace("1", "2"), "line 1, column 1: schema: must be 1"],
  [
    "another class",
    BASE.replace("color", "mono"),
    "line 2, column 1: class: must be color-photo, the name of the file",
  ],
  [
    "a class that is no label",
    BASE.replace("color-photo", "../x"),
    "line 2, column 1: class: must be a label such as color-photo",
  ],
  ["a step without output", `${BASE}${STEP}`, "line 1, column 1: output: is required with an enabled step"],
  ["an id used twice", `${BASE}${STEP}${STEP}${OUT}`, "line 7, column 1: step[1].id: a names an earlier step already"],
  [
    "the reserved id",
    `${BASE}${STEP.replace('"a"', '"output"')}${OUT}`,
    "line 4, column 1: step[0].id: output is reserved for [output]",
  ],
  [
    "a late orient.auto",
    `${BASE}${STEP}[[step]]\nid = "b"\nop = "orient.auto"\n${OUT}`,
    "line 8, column 1: step[1].op: orient.auto may only be the first step",
  ],
  ["a text that is no TOML", `${BASE}title = \n`, "line 3, column 9: "],
  [
    "a limit above the cap",
    `${BASE}[limits]\nmax_pixels = 50_000_001\n`,
    "line 4, column 1: limits.max_pixels: must lie in 1…50000000, is 50000001",
  ],
  [
    "a list of tables that is none",
    `${BASE}step = 3\n`,
    "line 3, column 1: step: must be a list of tables, written [[step]]",
  ],
  [
    "steps written inline",
    `${BASE}step = [{ id = "a", op = "tone.gamma", gamma = 9 }]\n${OUT}`,
    "line 3, column 40: step[0].gamma: must lie in 0.6…1.8, is 9",
  ],
  [
    "a tunable that is none",
    COLOR_PHOTO.replace('["light.gamma"', '["light.glow"'),
    "line 28, column 11: tune.params[0]: light.glow names no tunable number of a step",
  ],
  [
    "a range outside the table",
    COLOR_PHOTO.replace("[0.85, 1.35]", "[0.5, 1.35]"),
    'line 31, column 12: tune.range."light.gamma": must lie in 0.6…1.8, is 0.5…1.35',
  ],
  [
    "a method that is none",
    COLOR_PHOTO.replace('"gp"', '"pg"'),
    'line 29, column 1: tune.method: must be "gp" or "idw"',
  ],
])("IM14 names line, column and field of %s", (_title, text, expected) => {
  expect(
    problemText(problemsOf(text)[0] ?? { code: "recipe_invalid", line: 0, column: 0, field: "", message: "" }),
  ).toContain(expected);
});

test("IM14 a text above 64 KiB is refused before it is parsed", () => {
  expect(problemsOf(`# ${"é".repeat(33_000)}`)).toMatchObject([
    { field: "", message: "the text is longer than 65536 bytes" },
  ]);
});

test("IM15 a recipe has at most 24 steps", () => {
  const steps = (count: number) =>
    Array.from({ length: count }, (_, index) => STEP.replace('"a"', `"a${index}"`)).join("");
  expect(recipeOf(`${BASE}${steps(24)}${OUT}`).steps).toHaveLength(25);
  expect(problemsOf(`${BASE}${steps(25)}${OUT}`)).toMatchObject([{ message: "a recipe has at most 24 steps, not 25" }]);
});

test("IM16 nothing enabled and no output is a pass-through, an output alone is not", () => {
  expect(isPassThrough(recipeOf(`${BASE}${STEP}enabled = false\n`))).toBe(true);
  expect(isPassThrough(recipeOf(`${BASE}${OUT}`))).toBe(false);
});

test("IM19 the arguments of a run are a flat map by id", () => {
  const recipe = recipeOf(COLOR_PHOTO);
  expect(argsOf(recipe)).toMatchObject({ "grain.size": 3, "light.gamma": 1.06, "vivid.hue": 0, "output.quality": 86 });
  expect(numberParameterOf(recipe, 1, "gamma")).toMatchObject({ min: 0.6, max: 1.8, isLog: true, isTunable: true });
  expect(numberParameterOf(recipe, 4, "format")).toBeNull();
});

test("a level of otsu is a word and stays out of the numbers", () => {
  const recipe = recipeOf(oneStep("bw.threshold", ['level = "otsu"']));
  expect(argsOf(recipe)["only.level"]).toBe("otsu");
});

test("IM22 a whole number that no float holds is judged and told as it is written", () => {
  const text = oneStep("denoise.median", ["size = 9007199254740993"]);
  expect(problemsOf(text).map(problemText).join("\n")).toContain("must lie in 1…9, is 9007199254740993");
});
