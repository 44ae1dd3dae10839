import { factorise, solve, solveLower } from "../gp/cholesky.ts";
import { argumentPart, covariance, type GpValues } from "../gp/covariance.ts";
import { START_VALUES } from "../gp/fit.ts";
import { type GpRow, meanScore, residuals } from "../gp/rows.ts";

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

/** The effect of each recipe by its place: TU20 with equal recipes in place of near arguments (TU36). */
export function recipeEffects({ rows, recipes, values = START_VALUES }: RecipeEffectInput): RecipeEffect[] {
  const s2 = values.s * values.s;
  const matrix = covariance(rows, argumentPart(rows, sameRecipe(recipes)), values);
  const factor = factorise(matrix, rows.length);
  const alpha = solve(factor, residuals(rows, meanScore(rows)));
  return Array.from({ length: recipes }, (_, recipe) => {
    const cross = Float64Array.from(rows, (row) => s2 * placesOf(row, recipe));
    const mean = cross.reduce((sum, value, index) => sum + value * (alpha[index] ?? 0), 0);
    const known = solveLower(factor, cross).reduce((sum, value) => sum + value * value, 0);
    const sd = Math.sqrt(Math.max(0, s2 - known));
    return { mean, sd, lower: mean - TWO_SIDED_95 * sd, upper: mean + TWO_SIDED_95 * sd };
  });
}

function sameRecipe(size: number) {
  const values = new Float64Array(size * size);
  for (let place = 0; place < size; place += 1) values[place * size + place] = 1;
  return { size, values };
}

/** How often a row holds the recipe: once for its score, plus or minus once in a difference. */
function placesOf(row: GpRow, recipe: number): number {
  if (row.kind === "score") return Number(row.point === recipe);
  return Number(row.left === recipe) - Number(row.right === recipe);
}
