import { factorise, solve, solveLower } from "../../gp/cholesky.ts";
import type { EffectSums } from "./effect-sums.ts";

/** A posterior in stars: mean ∓ 1.96·sd. */
export interface RecipeEffect {
  readonly mean: number;
  readonly sd: number;
  readonly lower: number;
  readonly upper: number;
}

interface EffectPosterior {
  /** What the recipe at this place adds. */
  effectOf(place: number): RecipeEffect;
  /** What the first recipe adds above the second. */
  gapOf(first: number, second: number): RecipeEffect;
}

const TWO_SIDED_95 = 1.96;

/** What the sums say of each recipe and of the gap between two. */
export function effectPosterior(sums: EffectSums): EffectPosterior {
  const factor = factorise(precisionOf(sums), sums.size);
  const means = solve(factor, sums.evidence);
  const along = (weights: readonly (readonly [place: number, weight: number])[]): RecipeEffect => {
    const direction = new Float64Array(sums.size);
    for (const [place, weight] of weights) direction[place] = weight;
    const variance = solveLower(factor, direction).reduce((sum, value) => sum + value * value, 0);
    const mean = weights.reduce((sum, [place, weight]) => sum + weight * (means[place] ?? 0), 0);
    const sd = Math.sqrt(variance);
    return { mean, sd, lower: mean - TWO_SIDED_95 * sd, upper: mean + TWO_SIDED_95 * sd };
  };
  return {
    effectOf: (place) => along([[place, 1]]),
    gapOf: (first, second) =>
      along([
        [first, 1],
        [second, -1],
      ]),
  };
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
