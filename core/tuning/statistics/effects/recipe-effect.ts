import type { GpValues } from "../../gp/covariance.ts";
import { START_VALUES } from "../../gp/fit.ts";
import { type GpRow, meanScore } from "../../gp/rows.ts";
import { effectPosterior, type RecipeEffect } from "./effect-posterior.ts";
import { sumEffects } from "./effect-sums.ts";

interface RecipeEffectInput {
  /** Rows whose points are the places of recipes. */
  readonly rows: readonly GpRow[];
  readonly recipes: number;
  readonly values?: GpValues;
}

/**
 * The effect of each recipe by its place, images and raters set aside: TU20 with equal recipes in place of near arguments (TU36).
 * Solved by effect and not by row, which is the same posterior, so that a log of any length stays exact.
 */
export function recipeEffects({ rows, recipes, values = START_VALUES }: RecipeEffectInput): RecipeEffect[] {
  const posterior = effectPosterior(sumEffects(rows, { recipes, values, mean: meanScore(rows) }));
  return Array.from({ length: recipes }, (_, recipe) => posterior.effectOf(recipe));
}
