import type { GpValues } from "../../gp/covariance.ts";
import type { GpRow } from "../../gp/rows.ts";

/** The rows summed by effect: recipes first, then raters; images are summed out. Precisions in stars⁻². */
export interface EffectSums {
  readonly size: number;
  readonly recipes: number;
  /** Symmetric, row-major. */
  readonly information: Float64Array;
  readonly evidence: Float64Array;
  readonly priors: { readonly recipe: number; readonly rater: number };
}

interface SumsOf {
  readonly recipes: number;
  readonly values: GpValues;
  /** Taken off the scores. */
  readonly mean: number;
  /** Places of raters as the sums of more rows have them; without it they are numbered as they come. */
  readonly raters?: ReadonlyMap<number, number>;
}

/** How often each effect is in the scores of one image, and the scores' sum above the mean. */
interface ImageSums {
  readonly places: Map<number, number>;
  scores: number;
  total: number;
}

/** Adds every row to the sums in one pass; the effect of an image is in its own rows only, so it can be summed out of them. */
export function sumEffects(
  rows: readonly GpRow[],
  { recipes, values, mean, raters = raterPlaces(rows, recipes) }: SumsOf,
): EffectSums {
  const size = recipes + raters.size;
  const information = new Float64Array(size * size);
  const evidence = new Float64Array(size);
  const add = (row: number, column: number, value: number) => {
    information[row * size + column] = (information[row * size + column] ?? 0) + value;
  };
  const weight = 1 / values.n ** 2;
  const images = new Map<number, ImageSums>();
  for (const row of rows) {
    if (row.kind === "difference") {
      addDifference({ add, evidence, weight: weight / 2 }, row);
      continue;
    }
    const [recipe, rater, above] = [row.point, raters.get(row.rater) ?? 0, row.y - mean];
    for (const place of [recipe, rater]) {
      evidence[place] = (evidence[place] ?? 0) + weight * above;
      add(place, recipe, weight);
      add(place, rater, weight);
    }
    addToImage(images, row.input, { recipe, rater, above });
  }
  for (const image of images.values()) {
    const share = weight / (image.scores * weight + 1 / values.a ** 2);
    for (const [place, times] of image.places) {
      evidence[place] = (evidence[place] ?? 0) - weight * share * times * image.total;
      for (const [other, otherTimes] of image.places) add(place, other, -weight * share * times * otherTimes);
    }
  }
  return { size, recipes, information, evidence, priors: { recipe: 1 / values.s ** 2, rater: 1 / values.b ** 2 } };
}

/** Where the effect of each rater stands, after those of the recipes. */
export function raterPlaces(rows: readonly GpRow[], recipes: number): Map<number, number> {
  const raters = new Map<number, number>();
  for (const row of rows) if (!raters.has(row.rater)) raters.set(row.rater, recipes + raters.size);
  return raters;
}

interface Adding {
  readonly add: (row: number, column: number, value: number) => void;
  readonly evidence: Float64Array;
  readonly weight: number;
}

/** A verdict knows neither image nor rater effect, and has twice the noise of a score (TU20). */
function addDifference(
  { add, evidence, weight }: Adding,
  { left, right, y }: Extract<GpRow, { kind: "difference" }>,
): void {
  if (left === right) return;
  evidence[left] = (evidence[left] ?? 0) + weight * y;
  evidence[right] = (evidence[right] ?? 0) - weight * y;
  add(left, left, weight);
  add(right, right, weight);
  add(left, right, -weight);
  add(right, left, -weight);
}

function addToImage(
  images: Map<number, ImageSums>,
  input: number,
  { recipe, rater, above }: { recipe: number; rater: number; above: number },
): void {
  const image = images.get(input) ?? { places: new Map<number, number>(), scores: 0, total: 0 };
  images.set(input, image);
  for (const place of [recipe, rater]) image.places.set(place, (image.places.get(place) ?? 0) + 1);
  image.scores += 1;
  image.total += above;
}
