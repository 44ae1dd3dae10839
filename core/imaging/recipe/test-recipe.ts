import { parseRecipe } from "./parse-recipe.ts";
import type { RecipeProblem } from "./problem.ts";
import type { Recipe } from "./recipe.ts";

/** The recipe of a text that must be valid. */
export function recipeOf(text: string, fileStem = "color-photo"): Recipe {
  const parsed = parseRecipe(text, { fileStem });
  if (parsed.kind === "invalid") throw new Error(JSON.stringify(parsed.problems));
  return parsed.recipe;
}

/** The problems of a text that must not be valid. */
export function problemsOf(text: string, fileStem = "color-photo"): readonly RecipeProblem[] {
  const parsed = parseRecipe(text, { fileStem });
  if (parsed.kind === "recipe") throw new Error(`valid: ${parsed.recipe.sha}`);
  return parsed.problems;
}

const HEAD = 'schema = 1\nclass = "color-photo"\n';

/** A recipe of one step with the arguments given as TOML lines. */
export const oneStep = (op: string, lines: readonly string[]): string =>
  `${HEAD}[[step]]\nid = "only"\nop = "${op}"\n${lines.join("\n")}\n[output]\nformat = "png"\n`;

/** A recipe that only encodes. */
export const onlyOutput = (format: string, lines: readonly string[]): string =>
  `${HEAD}[output]\nformat = "${format}"\n${lines.join("\n")}\n`;
