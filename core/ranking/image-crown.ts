import { START_VALUES } from "../tuning/gp/fit.ts";
import { type GpRow, meanScore } from "../tuning/gp/rows.ts";
import { effectPosterior, type RecipeEffect } from "../tuning/statistics/effects/effect-posterior.ts";
import { type EffectSums, raterPlaces, sumEffects } from "../tuning/statistics/effects/effect-sums.ts";

/** How a board's lead stands (console.md, section 6); a replicate is a rating, and also a rater. */
type ImageCrown =
  /** Nobody has a place. */
  | { readonly kind: "none" }
  | { readonly kind: "only" }
  /** Equal under all tie rules. */
  | { readonly kind: "joint"; readonly others: readonly string[] }
  /** Without one rating, or without one rater, another recipe leads. */
  | { readonly kind: "dashed"; readonly by: "rating" | "rater"; readonly input: string | null; readonly other: string }
  /** Fewer raters than it takes to see whether the lead is one person's. */
  | { readonly kind: "dotted"; readonly raters: number }
  | { readonly kind: "solid" }
  /** So long a board that each removal is not worked out. */
  | { readonly kind: "unchecked" };

interface CrownInput {
  readonly rows: readonly GpRow[];
  /** Shas by their place in the rows. */
  readonly recipes: readonly string[];
  /** Hashes of the images by their number in the rows. */
  readonly inputs: readonly string[];
  /** Shas that have a place, in the order of the board. */
  readonly ranked: readonly string[];
  /** Those that equal the first under all tie rules. */
  readonly tied: readonly string[];
}

export interface ImageLead {
  readonly crown: ImageCrown;
  /** The first above the second, in stars; null without a second. */
  readonly gap: RecipeEffect | null;
}

const FEWEST_RATERS = 3;
/** Rows times the cube of the effects: about a tenth of a second. */
const MOST_WORK = 1e8;

/** Who leads and whether the lead hangs on one replicate; the recipes that have a place keep it while one is taken away. */
export function imageLead({ rows, recipes, inputs, ranked, tied }: CrownInput): ImageLead {
  const [first, second] = ranked;
  if (first === undefined) return { crown: { kind: "none" }, gap: null };
  if (second === undefined) return { crown: { kind: "only" }, gap: null };
  const trial = removals(rows, recipes.length);
  const [leader, ...rivals] = ranked.map((sha) => recipes.indexOf(sha));
  if (leader === undefined || rivals[0] === undefined) return { crown: { kind: "none" }, gap: null };
  const gap = effectPosterior(trial.whole).gapOf(leader, rivals[0]);
  if (tied.length > 0) return { crown: { kind: "joint", others: tied }, gap };
  if (rows.length * trial.whole.size ** 3 > MOST_WORK) return { crown: { kind: "unchecked" }, gap };
  const usurper = (sums: EffectSums) => usurperOf(sums, leader, rivals);
  for (const row of rows) {
    const other = recipes[usurper(trial.withoutRow(row)) ?? -1];
    if (other === undefined) continue;
    return { crown: { kind: "dashed", by: "rating", input: inputs[row.input] ?? null, other }, gap };
  }
  const raters = [...trial.raters];
  if (raters.length < FEWEST_RATERS) return { crown: { kind: "dotted", raters: raters.length }, gap };
  for (const rater of raters) {
    const other = recipes[usurper(trial.withoutRater(rater)) ?? -1];
    if (other !== undefined) return { crown: { kind: "dashed", by: "rater", input: null, other }, gap };
  }
  return { crown: { kind: "solid" }, gap };
}

/** The place that leads instead; null while the leader stays. Differences under a billionth of a star are none. */
function usurperOf(sums: EffectSums, leader: number, rivals: readonly number[]): number | null {
  const posterior = effectPosterior(sums);
  const lower = (place: number) => Math.round(posterior.effectOf(place).lower * 1e9);
  const least = lower(leader);
  const [best = null] = rivals
    .map((place) => ({ place, lower: lower(place) }))
    .filter((rival) => rival.lower > least)
    .sort((left, right) => right.lower - left.lower);
  return best?.place ?? null;
}

/** The sums without one row or one rater; only the row's image is summed anew. The mean of the class stays what it is. */
function removals(rows: readonly GpRow[], recipes: number) {
  const raters = raterPlaces(rows, recipes);
  const of = { recipes, values: START_VALUES, mean: meanScore(rows), raters };
  const sums = (some: readonly GpRow[]) => sumEffects(some, of);
  const whole = sums(rows);
  const byInput = Map.groupBy(
    rows.filter(({ kind }) => kind === "score"),
    ({ input }) => input,
  );
  return {
    whole,
    raters: raters.keys(),
    withoutRow: (row: GpRow): EffectSums => {
      const near = row.kind === "score" ? (byInput.get(row.input) ?? [row]) : [row];
      return moved(whole, sums(near), sums(near.filter((one) => one !== row)));
    },
    withoutRater: (rater: number): EffectSums => sums(rows.filter((row) => row.rater !== rater)),
  };
}

function moved(whole: EffectSums, less: EffectSums, more: EffectSums): EffectSums {
  const between = (a: Float64Array, b: Float64Array, c: Float64Array) =>
    a.map((value, index) => value - (b[index] ?? 0) + (c[index] ?? 0));
  return {
    ...whole,
    information: between(whole.information, less.information, more.information),
    evidence: between(whole.evidence, less.evidence, more.evidence),
  };
}
