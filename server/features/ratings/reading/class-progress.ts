import type { Tx } from "../../../platform/app.ts";
import { findBenchRuns, standingRatings } from "../repo.ts";

/** C-13, TU37: rated runs until a class can be tuned. */
export const NEEDED_RUNS = 20;

export interface ClassProgress {
  ratedRuns: number;
  argumentSets: number;
}

/** How many runs of a class have a standing score outside a warm-up, and how many argument sets they have. */
export async function classProgress(tx: Tx, orgId: string, label: string): Promise<ClassProgress> {
  const ratings = await standingRatings(tx, { orgId, class: label });
  const ids = [...new Set(ratings.flatMap(({ runId, isWarmUp }) => (runId === null || isWarmUp ? [] : [runId])))];
  const runs = await findBenchRuns(tx, orgId, ids);
  return { ratedRuns: runs.length, argumentSets: new Set(runs.map(({ recipeSha }) => recipeSha)).size };
}
