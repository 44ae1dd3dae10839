import { factorise, solve, solveLower } from "../gp/cholesky.ts";
import type { GpValues } from "../gp/covariance.ts";
import { START_VALUES } from "../gp/fit.ts";
import { type GpRow, meanScore } from "../gp/rows.ts";
import { type EffectSums, sumEffects } from "./effect-sums.ts";

/** What a recipe adds to the mean of its class, in stars, images and raters set aside. */
export interface RecipeEffect {
  readonly mean: number;
  readonly sd: number;
  /** mean ∓ 1.96·sd. */
  readonly lower: number;
  readonly upper: number;
}

interface RecipeEffectInput {
  /** Rows whose points are the places of recipes. */
  readonly rows: readonly GpRow[];
  readonly recipes: number;
  readonly values?: GpValues;
}

const TWO_SIDED_95 = 1.96;

/**
 * The effect of each recipe by its place: TU20 with equal recipes in place of near arguments (TU36).
 * Solved by effect and not by row, which is the same posterior, so that a log of any length stays exact.
 */
export function recipeEffects({ rows, recipes, values = START_VALUES }: RecipeEffectInput): RecipeEffect[] {
  const sums = sumEffects(rows, { recipes, values, mean: meanScore(rows) });
  const factor = factorise(precisionOf(sums), sums.size);
  const means = solve(factor, sums.evidence);
  return Array.from({ length: recipes }, (_, recipe) => {
    const unit = new Float64Array(sums.size);
    unit[recipe] = 1;
    const variance = solveLower(factor, unit).reduce((sum, value) => sum + value * value, 0);
    const [mean, sd] = [means[recipe] ?? 0, Math.sqrt(variance)];
    return { mean, sd, lower: mean - TWO_SIDED_95 * sd, upper: mean + TWO_SIDED_95 * sd };
  });
}

/** What the rows say, plus what was believed before them. */
function precisionOf({ size, recipes, information, priors }: EffectSums): Float64Array {
  const matrix = Float64Array.from(information);
  for (let place = 0; place < size; place += 1) {
    matrix[place * size + place] =
      (matrix[place * size + place] ?? 0) + (place < recipes ? priors.recipe : priors.rater);
  }
  return matrix;
}
