import type { Tx } from "../../../platform/app.ts";
import { listClassRows } from "../classes/class-repo.ts";
import type { ClassProgress, RecipeScores } from "../schema.ts";
import { latestScores, progressOf, scoresByRecipe } from "./recipe-scores.ts";
import { finishedRuns, standingScores } from "./score-repo.ts";

interface ScoresOf {
  readonly orgId: string;
  readonly class?: string;
  /** Only this person's scores. */
  readonly raterId?: string;
}

/** The scores of each class and recipe as every page shows them: latest of run and rater, no warm-up (IM33, IM64). */
export async function recipeScoresOf(tx: Tx, of: ScoresOf): Promise<RecipeScores[]> {
  const { raterId, ...place } = of;
  const liveShas = new Map((await listClassRows(tx, of.orgId)).map(({ label, liveSha }) => [label, liveSha]));
  const latest = latestScores(await standingScores(tx, { ...place, ...(raterId === undefined ? {} : { raterId }) }));
  return scoresByRecipe(await finishedRuns(tx, place), latest, liveShas);
}

/** How far a class is from being tunable (C-13, TU9). */
export async function classProgressOf(tx: Tx, of: { orgId: string; class: string }): Promise<ClassProgress> {
  return progressOf(of.class, await finishedRuns(tx, of), latestScores(await standingScores(tx, of)));
}
