import { readdir } from "node:fs/promises";
import type { HeldRecipe } from "../../../core/contract/v1/apply.ts";
import { BUILT_IN_CLASSES, ClassLabel } from "../../../core/imaging/classes.ts";
import { tuningRecipe } from "../../../core/tuning/live/tuning-recipe.ts";
import type { Environment } from "../../host/environment.ts";
import { ownRecipeDir, resolveRecipe } from "./resolve-recipe.ts";

/** More files than this in the folder are not reported. */
const MOST_HELD = 200;

/** TU51: the recipe this Mac has for each class, its own files before the embedded starters (IM20), in label order. */
export async function heldRecipes(environment: Environment): Promise<HeldRecipe[]> {
  const own = await ownLabels(ownRecipeDir(environment));
  const labels = [...new Set([...BUILT_IN_CLASSES.map(({ label }) => label), ...own])].sort();
  return Promise.all(
    labels.map(async (label) => {
      const resolved = await resolveRecipe({ label, recipeDir: null, environment });
      return { class: label, sha: resolved.kind === "recipe" ? tuningRecipe(resolved.recipe).sha : null };
    }),
  );
}

/** Labels that have a file; a folder that is not there has none. */
async function ownLabels(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  const stems = names.filter((name) => name.endsWith(".toml")).map((name) => name.slice(0, -".toml".length));
  return stems
    .filter((stem) => ClassLabel.safeParse(stem).success)
    .sort()
    .slice(0, MOST_HELD);
}
