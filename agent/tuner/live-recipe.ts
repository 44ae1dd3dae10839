import { join } from "node:path";
import { tuningRecipe } from "../../core/tuning/live/tuning-recipe.ts";
import type { TuningRecipe } from "../../core/tuning/recipe.ts";
import { CommandError } from "../commands/command-error.ts";
import { type Environment, readEnvironment } from "../host/environment.ts";
import { ownRecipeDir, resolveRecipe } from "../imaging/recipes/resolve-recipe.ts";

export interface LiveRecipe {
  readonly recipe: TuningRecipe;
  /** Where `<class>.toml` is, or would be for an embedded recipe. */
  readonly path: string;
  /** Where the proposal goes: beside the live recipe (TU2). */
  readonly nextPath: string;
}

/** The live recipe of a class by IM20, null when it has none. Throws CommandError 65 for an invalid one, 74 for one that cannot be read. */
export async function liveRecipe(
  label: string,
  recipeDir: string | null,
  environment: Environment = readEnvironment(),
): Promise<LiveRecipe | null> {
  const resolved = await resolveRecipe({ label, recipeDir, environment });
  switch (resolved.kind) {
    case "recipe_missing":
      return null;
    case "unreadable":
      throw new CommandError("io_error", `${resolved.path} cannot be read: ${resolved.message}`);
    case "invalid": {
      const [problem] = resolved.problems;
      const where =
        problem === undefined ? "" : `:${problem.line}:${problem.column} ${problem.field} ${problem.message}`;
      throw new CommandError("bad_data", `${resolved.path ?? label}${where}`, { fix: "correct the recipe" });
    }
    case "recipe": {
      const path = resolved.path ?? join(recipeDir ?? ownRecipeDir(environment), `${label}.toml`);
      return { recipe: tuningRecipe(resolved.recipe), path, nextPath: path.replace(/\.toml$/, ".next.toml") };
    }
  }
}
