import type { Tx } from "../../../platform/app.ts";
import { forcedMoves, listClassRows } from "../classes/class-repo.ts";
import type { RecipeScores } from "../schema.ts";
import { latestScores, type RecipeMarks, recipeKey, scoresByRecipe } from "./recipe-scores.ts";
import { finishedRuns, standingScores } from "./score-repo.ts";

interface ScoresOf {
  readonly orgId: string;
  readonly class?: string;
  /** Only this person's scores. */
  readonly raterId?: string;
}

/** What stands beside a recipe's scores wherever they appear: whether it is live, and whether it was forced (TU50). */
export async function marksOf(tx: Tx, of: { orgId: string; class?: string }): Promise<RecipeMarks> {
  const { orgId, class: label } = of;
  const classes = (await listClassRows(tx, orgId)).filter((row) => label === undefined || row.label === label);
  const forced = (await forcedMoves(tx, of)).map(
    ({ class: name, toSha, reason }) => [recipeKey(name, toSha), reason ?? "no reason was stored"] as const,
  );
  return { liveShas: new Map(classes.map((row) => [row.label, row.liveSha])), forced: new Map(forced) };
}

/** The scores of each class and recipe as every page shows them: latest of run and rater, no warm-up (IM33, IM64). */
export async function recipeScoresOf(tx: Tx, of: ScoresOf): Promise<RecipeScores[]> {
  const { raterId, ...place } = of;
  const latest = latestScores(await standingScores(tx, { ...place, ...(raterId === undefined ? {} : { raterId }) }));
  return scoresByRecipe(await finishedRuns(tx, place), latest, await marksOf(tx, place));
}
