import fc from "fast-check";
import { expect, test } from "vitest";
import type { CanonicalStep } from "./recipe.ts";
import { canonicalText, recipeSha } from "./recipe-sha.ts";
import { COLOR_PHOTO } from "./starters/color-photo.ts";
import { oneStep, onlyOutput, recipeOf } from "./test-recipe.ts";

const EXAMPLE = "f9b3d7bd56a36194e8a855ea4b6514600dab5c708e9f500ef3b3cb191ca4ac44";

test("TC7 IM18 every vector has its sha", () => {
  const reencode = recipeOf(onlyOutput("png", ["level = 9"]));
  expect(recipeSha([])).toBe("d53d18c23212ea7b6300594bb89bce60218f6eff2b9d628b8cc42d3e79bbd5ab");
  expect(canonicalText(reencode.steps)).toBe('[{"args":{"format":"png","level":9,"palette":false},"op":"output"}]');
  expect(reencode.sha).toBe("d8c63e3f3d28296d7fdbfdc7e8d9630283ef68fa757f38304f607b9628dd150e");
  expect(recipeOf(COLOR_PHOTO).sha).toBe(EXAMPLE);
  expect(recipeOf(COLOR_PHOTO.replace("gamma = 1.06", "gamma = 1.07")).sha).toBe(
    "46aa7edb6679cb22de786bfaccb776077dc102d5f260e1ffb757218299a76ee9",
  );
});

test("TC7 IM21 a recipe of the older tool keeps its steps as written", () => {
  const old = recipeOf('[[steps]]\nop = "local-contrast"\nargs = { sigma = 0.75, iterations = 1, strength = 60 }\n');
  expect(old).toMatchObject({ schema: 0, class: "color-photo", ids: ["local-contrast"] });
  expect(canonicalText(old.steps)).toBe('[{"args":{"iterations":1,"sigma":0.75,"strength":60},"op":"local-contrast"}]');
  expect(old.sha).toBe("2a4d51a52b60b71c2f216dba518f33b9238f525395f1df03c91b1c2791e26032");
});

test.each([
  ["comments and blank lines", COLOR_PHOTO.replaceAll("\n[", "\n\n# a heading\n[")],
  ["another key order", COLOR_PHOTO.replace("flat   = 0.4\njagged = 1.8", "jagged = 1.8\nflat = 0.4")],
  ["spelled numbers", COLOR_PHOTO.replace("1.8", "18e-1").replace("quality = 86", "quality = 0x56")],
  ["a renamed id", COLOR_PHOTO.replaceAll("vivid", "colours")],
  ["a default written out", COLOR_PHOTO.replace("flat   = 0.4", "flat = 0.4\nsigma = 0.8")],
  ["orient.auto listed", COLOR_PHOTO.replace("[[step]]", '[[step]]\nid = "turn"\nop = "orient.auto"\n[[step]]')],
  [
    "a disabled step",
    COLOR_PHOTO.replace("[output]", '[[step]]\nid = "off"\nop = "colour.grey"\nenabled = false\n[output]'),
  ],
  ["wider ranges and another title", COLOR_PHOTO.replace("[0.85, 1.35]", "[0.7, 1.5]").replace("Everyday", "Every")],
  ["a proposal at the end", `${COLOR_PHOTO}[proposal]\nversion = 1\n`],
])("TC7 IM17 the sha does not change with %s", (_title, text) => {
  expect(text).not.toBe(COLOR_PHOTO);
  expect(recipeOf(text).sha).toBe(EXAMPLE);
});

test("IM18 minus zero counts as zero, and 1.0 as 1", () => {
  expect(recipeOf(oneStep("sharpen.usm", ["flat = -0.0"])).sha).toBe(
    recipeOf(oneStep("sharpen.usm", ["flat = 0"])).sha,
  );
  expect(recipeOf(oneStep("tone.gamma", ["gamma = 1.0"])).sha).toBe(recipeOf(oneStep("tone.gamma", ["gamma = 1"])).sha);
});

const arbitraryStyle = fc.record({
  order: fc.shuffledSubarray(["flat", "jagged", "sigma", "x1"], { minLength: 4, maxLength: 4 }),
  gap: fc.constantFrom(" ", "  ", "\t"),
  comment: fc.stringMatching(/^[ -~]{0,20}$/),
  id: fc.stringMatching(/^[a-z][a-z0-9-]{0,9}$/).filter((id) => id !== "output"),
  crlf: fc.boolean(),
});
const VALUES = { flat: "0.4", jagged: "1.8", sigma: "1.2", x1: "3" } as const;

function written(
  style: typeof arbitraryStyle extends fc.Arbitrary<infer T> ? T : never,
  values: Record<string, string>,
) {
  const lines = style.order.map((key) => `${key}${style.gap}=${style.gap}${values[key]} # ${style.comment}`);
  const text = oneStep("sharpen.usm", lines).replace('id = "only"', `id = "${style.id}"`);
  return style.crlf ? text.replaceAll("\n", "\r\n") : text;
}

test("IMB5 50 reformatted variants share a sha, and every changed value has another", () => {
  const base = recipeOf(
    oneStep(
      "sharpen.usm",
      Object.entries(VALUES).map(([key, value]) => `${key} = ${value}`),
    ),
  ).sha;
  fc.assert(
    fc.property(arbitraryStyle, (style) => recipeOf(written(style, VALUES)).sha === base),
    { numRuns: 50 },
  );
  fc.assert(
    fc.property(
      arbitraryStyle,
      fc.constantFrom("flat", "jagged", "sigma", "x1"),
      fc.integer({ min: 4, max: 29 }),
      (style, key, tenths) => {
        const value = String(tenths / 10);
        const isSame =
          Number(VALUES[key === "flat" || key === "jagged" || key === "sigma" ? key : "x1"]) === tenths / 10;
        return (recipeOf(written(style, { ...VALUES, [key]: value })).sha === base) === isSame;
      },
    ),
    { numRuns: 300 },
  );
});

test("IM18 the order of steps is part of the sha, the order of keys is not", () => {
  const first: CanonicalStep = { op: "denoise.median", args: { size: 3 } };
  const second: CanonicalStep = { args: { gamma: 1.1 }, op: "tone.gamma" };
  expect(recipeSha([first, second])).not.toBe(recipeSha([second, first]));
  expect(recipeSha([{ args: first.args, op: first.op }, second])).toBe(recipeSha([first, second]));
});
