import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseRunnableRecipe } from "../../../../core/imaging/recipe/parse-recipe.ts";
import { problemText } from "../../../../core/imaging/recipe/problem.ts";
import type { Recipe } from "../../../../core/imaging/recipe/recipe.ts";
import type { BlobClient } from "../../plane/blob-client.ts";
import type { ImageItem } from "./image-items.ts";

const MOST_RECIPE_BYTES = 65_536;

/** Why the job ends before anything ran; `stopped` when its signal said so. */
type Unready =
  | {
      readonly kind: "failed";
      readonly exitReason: "recipe_mismatch" | "recipe_invalid" | "blob_missing";
      readonly message: string;
    }
  | { readonly kind: "stopped" };

export type Recipes = { readonly kind: "recipes"; readonly of: (item: ImageItem) => Recipe | undefined } | Unready;

interface Fetching {
  readonly blobs: BlobClient;
  readonly folder: string;
  readonly signal: AbortSignal;
}

const keyOf = ({ recipeBlob, label }: ImageItem): string => `${recipeBlob} ${label}`;

/** JK7: every recipe of the job, its sha recomputed from the text, before the first input is touched. */
export async function fetchRecipes(items: readonly ImageItem[], setup: Fetching): Promise<Recipes> {
  const known = new Map<string, Recipe>();
  for (const item of items) {
    const recipe = matching(item, known.get(keyOf(item)) ?? (await fetchRecipe(item, setup)));
    if ("kind" in recipe) return recipe;
    known.set(keyOf(item), recipe);
  }
  return { kind: "recipes", of: (item) => known.get(keyOf(item)) };
}

type Wanted = Pick<ImageItem, "recipeBlob" | "recipeSha" | "label">;

/** Where `fetchRecipe` puts a recipe's text. */
export const recipeFile = (folder: string, recipeBlob: string): string => join(folder, `${recipeBlob}.toml`);

function matching({ recipeBlob, recipeSha }: Wanted, recipe: Recipe | Unready): Recipe | Unready {
  if ("kind" in recipe || recipe.sha === recipeSha) return recipe;
  const message = `the text of ${recipeBlob} has recipe_sha ${recipe.sha}, the job says ${recipeSha}`;
  return { kind: "failed", exitReason: "recipe_mismatch", message };
}

/** JK7: one recipe, its sha recomputed from the text. */
export async function fetchRecipe(item: Wanted, { blobs, folder, signal }: Fetching): Promise<Recipe | Unready> {
  const file = recipeFile(folder, item.recipeBlob);
  const got = await blobs.download({ blake3: item.recipeBlob, file, limitBytes: MOST_RECIPE_BYTES }, signal);
  if (got.kind === "stopped") return got;
  if (got.kind === "refused") {
    return { kind: "failed", exitReason: "blob_missing", message: `recipe ${item.recipeBlob}: ${got.message}` };
  }
  const parsed = parseRunnableRecipe(await readFile(file, "utf8"), { fileStem: item.label });
  if (parsed.kind === "recipe") return matching(item, parsed.recipe);
  const [problem] = parsed.problems;
  const message = problem === undefined ? "it is no recipe" : problemText(problem);
  return { kind: "failed", exitReason: "recipe_invalid", message: `recipe ${item.recipeBlob}: ${message}` };
}
