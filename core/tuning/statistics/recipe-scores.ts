import { krippendorffAlpha } from "./krippendorff.ts";
import { meanOf } from "./moments.ts";
import { canTellBias, type RaterBias, solveRaterBias } from "./rater-bias.ts";
import { type RecipeScore, type Vote, votesFromScores, winRate } from "./votes.ts";

/** What is shown of one recipe of a class; scores in stars. */
export interface RecipeScores {
  readonly recipe: string;
  /** Plain mean of the latest scores, null without any. */
  readonly mean: number | null;
  /** Mean without rater bias with its 95 % interval, null while bias cannot be told. */
  readonly biasFree: { readonly mean: number; readonly lower: number; readonly upper: number } | null;
  readonly runs: number;
  readonly inputs: number;
  readonly raters: number;
  /** Krippendorff's ordinal α, null where no run has two raters. */
  readonly alpha: number | null;
  /** Share of comparisons against the live recipe won, ties half; null for the live recipe itself and without comparisons. */
  readonly winRate: number | null;
}

interface RecipeScoresInput {
  /** Latest scores of all recipes of the class. */
  readonly scores: readonly RecipeScore[];
  /** Verdicts of pairs; those that scores imply are added here. */
  readonly verdicts: readonly Vote[];
  /** Sha of the live recipe. */
  readonly live: string;
}

const TWO_SIDED_95 = 1.96;

/** Scores of every recipe rated or compared, in order of their names (TU36). */
export function recipeScores({ scores, verdicts, live }: RecipeScoresInput): RecipeScores[] {
  const items = scores.map(({ run, rater, score }) => ({ item: run, rater, score }));
  const bias = canTellBias(items) ? solveRaterBias(items) : null;
  const votes = [...votesFromScores(scores), ...verdicts];
  const recipes = new Set([
    ...scores.map(({ recipe }) => recipe),
    ...votes.flatMap(({ left, right }) => [left, right]),
  ]);
  const withLive = votes.filter(({ left, right }) => left === live || right === live);
  const byRecipe = Map.groupBy(scores, ({ recipe }) => recipe);
  return [...recipes].sort().map((recipe) => {
    const own = byRecipe.get(recipe) ?? [];
    const runs = new Set(own.map(({ run }) => run));
    return {
      recipe,
      mean: own.length === 0 ? null : meanOf(own.map(({ score }) => score)),
      biasFree: bias === null || own.length === 0 ? null : biasFreeMean(bias, runs),
      runs: runs.size,
      inputs: new Set(own.map(({ input }) => input)).size,
      raters: new Set(own.map(({ rater }) => rater)).size,
      alpha: krippendorffAlpha(
        own.map(({ run, rater, score }) => ({ item: run, rater, score })),
        "ordinal",
      ),
      winRate: recipe === live ? null : winRate(withLive, recipe, live),
    };
  });
}

/** Mean of the runs' bias-free scores; its error adds theirs, taken as independent. */
function biasFreeMean({ items }: RaterBias, runs: ReadonlySet<string>) {
  const known = [...runs].flatMap((run) => items.get(run) ?? []);
  const mean = meanOf(known.map(({ score }) => score));
  const error = Math.sqrt(known.reduce((sum, { standardError }) => sum + standardError ** 2, 0)) / known.length;
  return { mean, lower: mean - TWO_SIDED_95 * error, upper: mean + TWO_SIDED_95 * error };
}
