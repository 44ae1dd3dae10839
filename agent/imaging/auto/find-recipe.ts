import { problemText } from "../../../core/imaging/recipe/problem.ts";
import type { Recipe } from "../../../core/imaging/recipe/recipe.ts";
import { CommandError } from "../../commands/command-error.ts";
import { type RecipeSearch, resolveRecipe } from "../recipes/resolve-recipe.ts";

/** The recipe of a class and where it was. Throws CommandError: 65 for a missing, faulty or schema 0 recipe, 74 for an unreadable one (IM20, IM21). */
export async function findRecipe(search: RecipeSearch): Promise<{ recipe: Recipe; place: string }> {
  const found = await resolveRecipe(search);
  switch (found.kind) {
    case "recipe_missing":
      throw new CommandError("bad_data", `recipe_missing: the class ${search.label} has no recipe`, {
        fix: `write ${search.label}.toml and give its folder with --recipe-dir`,
      });
    case "unreadable":
      throw new CommandError("io_error", `${found.path} cannot be read: ${found.message}`);
    case "invalid": {
      const words = found.problems.map((problem) => `${problem.code}: ${problemText(problem)}`).join("; ");
      throw new CommandError("bad_data", `${found.path ?? "embedded"}: ${words}`, { fix: "correct the recipe" });
    }
    case "recipe": {
      const place = found.path ?? "embedded";
      if (found.recipe.schema === 1) return { recipe: found.recipe, place };
      throw new CommandError("bad_data", `recipe_schema_0: ${place} is a recipe of the older tool`, {
        fix: "add `schema = 1` and write its steps for this version",
      });
    }
  }
}
