import type { GpRow } from "../tuning/gp/rows.ts";
import type { RecipeScore, Vote } from "../tuning/statistics/votes.ts";

interface RowsOf {
  readonly scores: readonly RecipeScore[];
  readonly verdicts: readonly Vote[];
  readonly live: string | null;
  /** Recipes at most: the work grows with the cube of their number. */
  readonly most: number;
}

interface BoardRows {
  /** Shas by their place in the rows. */
  readonly recipes: readonly string[];
  readonly rows: readonly GpRow[];
  /** Hashes of the images by their number in the rows. */
  readonly inputs: readonly string[];
  readonly leftOut: number;
}

const STARS = { left: 1, tie: 0, right: -1 };

/** Scores and verdicts as rows over recipes (TU19), of the live and the most rated recipes. */
export function boardRows({ scores, verdicts, live, most }: RowsOf): BoardRows {
  const counts = new Map<string, number>();
  const count = (recipe: string, by: number) => counts.set(recipe, (counts.get(recipe) ?? 0) + by);
  for (const { recipe } of scores) count(recipe, 1);
  for (const { left, right } of verdicts) for (const recipe of [left, right]) count(recipe, 0);
  const all = [...counts].sort(
    ([left, n], [right, m]) =>
      Number(right === live) - Number(left === live) || m - n || (left < right ? -1 : Number(left > right)),
  );
  const recipes = all.slice(0, most).map(([recipe]) => recipe);
  const inputNumbers = new Map<string, number>();
  const [recipeAt, inputAt, raterAt] = [places(numbered(recipes)), places(inputNumbers), places(new Map())];
  const known = new Set(recipes);
  const ofScores = scores
    .filter(({ recipe }) => known.has(recipe))
    .map(
      ({ recipe, input, rater, score }): GpRow => ({
        kind: "score",
        point: recipeAt(recipe),
        input: inputAt(input),
        rater: raterAt(rater),
        y: score,
      }),
    );
  const ofVerdicts = verdicts
    .filter(({ left, right }) => known.has(left) && known.has(right))
    .map(
      ({ left, right, input, rater, outcome }): GpRow => ({
        kind: "difference",
        left: recipeAt(left),
        right: recipeAt(right),
        input: inputAt(input),
        rater: raterAt(rater),
        y: STARS[outcome],
      }),
    );
  return {
    recipes,
    rows: [...ofScores, ...ofVerdicts],
    inputs: [...inputNumbers.keys()],
    leftOut: all.length - recipes.length,
  };
}

const numbered = (names: readonly string[]) => new Map(names.map((name, place) => [name, place]));

/** Numbers names in the order in which they come, after those that are known. */
function places(known: Map<string, number>): (name: string) => number {
  return (name) => {
    const place = known.get(name) ?? known.size;
    known.set(name, place);
    return place;
  };
}
