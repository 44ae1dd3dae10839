import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { ClassLabel } from "../../../core/imaging/classes.ts";
import { type ParsedRecipe, parseRecipe } from "../../../core/imaging/recipe/parse-recipe.ts";
import type { RecipeProblem } from "../../../core/imaging/recipe/problem.ts";
import type { Recipe } from "../../../core/imaging/recipe/recipe.ts";
import { starterRecipe } from "../../../core/imaging/recipe/starters.ts";
import type { Environment } from "../../host/environment.ts";

/** `path` is null for the embedded starter. */
export type ResolvedRecipe =
  | { readonly kind: "recipe"; readonly recipe: Recipe; readonly path: string | null }
  | { readonly kind: "invalid"; readonly path: string | null; readonly problems: readonly RecipeProblem[] }
  | { readonly kind: "unreadable"; readonly path: string; readonly message: string }
  | { readonly kind: "recipe_missing" };

export interface RecipeSearch {
  readonly label: string;
  readonly recipeDir: string | null;
  readonly environment: Environment;
}

/** The folder of a person's own recipes (IM20). */
export function ownRecipeDir(environment: Environment): string {
  const base = environment["XDG_CONFIG_HOME"] ?? join(environment["HOME"] ?? homedir(), ".config");
  return join(base, "espalier", "recipes");
}

/** IM20: `--recipe-dir`, the config folder, the embedded starter; a label that could not be a file's name has no recipe (IM4). */
export async function resolveRecipe({ label, recipeDir, environment }: RecipeSearch): Promise<ResolvedRecipe> {
  if (!ClassLabel.safeParse(label).success) return { kind: "recipe_missing" };
  const folders = [...(recipeDir === null ? [] : [recipeDir]), ownRecipeDir(environment)];
  for (const folder of folders) {
    const path = join(folder, `${label}.toml`);
    const read = await readText(path);
    if (read.kind === "absent") continue;
    return read.kind === "unreadable" ? { ...read, path } : withPath(parseRecipe(read.text, { fileStem: label }), path);
  }
  const starter = starterRecipe(label);
  return starter === null ? { kind: "recipe_missing" } : withPath(parseRecipe(starter, { fileStem: label }), null);
}

const withPath = (parsed: ParsedRecipe, path: string | null): ResolvedRecipe => ({ ...parsed, path });

type ReadText = { kind: "text"; text: string } | { kind: "absent" } | { kind: "unreadable"; message: string };

async function readText(path: string): Promise<ReadText> {
  try {
    return { kind: "text", text: new TextDecoder("utf-8", { fatal: true }).decode(await readFile(path)) };
  } catch (failure) {
    if (z.object({ code: z.literal("ENOENT") }).safeParse(failure).success) return { kind: "absent" };
    return { kind: "unreadable", message: failure instanceof Error ? failure.message : String(failure) };
  }
}
