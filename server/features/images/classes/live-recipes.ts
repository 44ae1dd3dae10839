import { parseRecipe } from "../../../../core/imaging/recipe/parse-recipe.ts";
import { isPassThrough } from "../../../../core/imaging/recipe/recipe.ts";
import type { Tx } from "../../../platform/app.ts";
import { findClass, findVersion } from "./class-repo.ts";

/** A recipe that a job can carry. */
export interface RunnableRecipe {
  sha: string;
  toml: string;
  maxSeconds: number;
  isPassThrough: boolean;
}

/** The live recipe of a class; null where the class is unknown or has none (`recipe_missing`, IM20). */
export async function liveRecipeOf(tx: Tx, orgId: string, label: string): Promise<RunnableRecipe | null> {
  const row = await findClass(tx, orgId, label);
  if (row === null || row.liveSha === null) return null;
  return storedRecipe(tx, { orgId, class: label, recipeSha: row.liveSha });
}

/** The text a class has with this sha, live or not; null where there is none. */
export async function storedRecipe(
  tx: Tx,
  of: { orgId: string; class: string; recipeSha: string },
): Promise<RunnableRecipe | null> {
  const version = await findVersion(tx, of);
  return version === null ? null : runnable(version.toml, of.class);
}

/** A stored text as a job carries it; null where it does not parse any more. */
export function runnable(toml: string, label: string): RunnableRecipe | null {
  const parsed = parseRecipe(toml, { fileStem: label });
  if (parsed.kind === "invalid") return null;
  const { recipe } = parsed;
  return { sha: recipe.sha, toml, maxSeconds: recipe.limits.maxSeconds, isPassThrough: isPassThrough(recipe) };
}
