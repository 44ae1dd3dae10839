import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ownRecipeDir, resolveRecipe } from "./resolve-recipe.ts";

const text = (quality: number) => `schema = 1\nclass = "receipt"\n[output]\nformat = "jpeg"\nquality = ${quality}\n`;
let folder = "";
let environment = {};
const resolve = (label: string, recipeDir: string | null) => resolveRecipe({ label, recipeDir, environment });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "espalier-recipes-"));
  environment = { XDG_CONFIG_HOME: join(folder, "config") };
  await mkdir(ownRecipeDir(environment), { recursive: true });
  await mkdir(join(folder, "given"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("TC18 TC8 a recipe in the given folder comes before the config folder, that before the embedded recipe", async () => {
  const given = join(folder, "given");
  const embedded = await resolve("receipt", given);
  expect(embedded).toMatchObject({ kind: "recipe", path: null, recipe: { class: "receipt" } });
  await writeFile(join(folder, "config/espalier/recipes/receipt.toml"), text(70));
  const own = await resolve("receipt", given);
  expect(own).toMatchObject({ path: join(folder, "config/espalier/recipes/receipt.toml") });
  await writeFile(join(given, "receipt.toml"), text(50));
  const override = await resolve("receipt", given);
  expect(override).toMatchObject({ path: join(given, "receipt.toml"), recipe: { steps: [{ args: { quality: 50 } }] } });
  expect(await resolve("receipt", null)).toEqual(own);
  const shas = [embedded, own, override].map((found) => (found.kind === "recipe" ? found.recipe.sha : found.kind));
  expect(new Set(shas).size).toBe(3);
});

test("IM20 a class without a recipe has none, and a label that is no name reaches no file", async () => {
  await writeFile(join(folder, "escape.toml"), text(50));
  expect(await resolve("vintage", null)).toEqual({ kind: "recipe_missing" });
  expect(await resolve("../escape", join(folder, "given"))).toEqual({ kind: "recipe_missing" });
});

test("a faulty file is an error of its own and never falls through to the next place", async () => {
  const given = join(folder, "given");
  await writeFile(join(given, "graphic.toml"), 'schema = 1\nclass = "graphic"\n[output]\nformat = "gif"\n');
  expect(await resolve("graphic", given)).toMatchObject({
    kind: "invalid",
    problems: [{ line: 4, field: "output.format" }],
  });
  await mkdir(join(given, "unknown.toml"));
  expect(await resolve("unknown", given)).toMatchObject({ kind: "unreadable", path: join(given, "unknown.toml") });
});
