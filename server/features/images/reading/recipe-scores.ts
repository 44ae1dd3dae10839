import type { RecipeScores } from "../schema.ts";
import type { RateableRow, ScoreRow } from "./score-repo.ts";

type Score = Pick<ScoreRow, "runId" | "raterId" | "score">;

/** IM33: of one run and rater the last score counts; rows come oldest first. */
export function latestScores<T extends Score>(oldestFirst: readonly T[]): T[] {
  const latest = new Map<string, T>();
  for (const row of oldestFirst) if (row.runId !== null) latest.set(`${row.runId} ${row.raterId}`, row);
  return [...latest.values()];
}

/** Beside the scores of a recipe: the live sha of each class, and the reason of each forced recipe by its key. */
export interface RecipeMarks {
  liveShas: ReadonlyMap<string, string | null>;
  forced: ReadonlyMap<string, string>;
}

export const recipeKey = (label: string, sha: string): string => `${label} ${sha}`;

/** C-11: the scores 1…5 of each class and recipe, with the runs nobody has rated. Rated means rated at least once, whoever did. */
export function scoresByRecipe(
  runs: readonly RateableRow[],
  latest: readonly Score[],
  marks: RecipeMarks,
): RecipeScores[] {
  const rows = new Map<string, RecipeScores>();
  const byRun = new Map<string, Score[]>();
  for (const score of latest) {
    if (score.runId !== null) byRun.set(score.runId, [...(byRun.get(score.runId) ?? []), score]);
  }
  for (const run of runs) {
    const scores = byRun.get(run.id) ?? [];
    if (run.notRateable !== null && scores.length === 0) continue;
    const key = recipeKey(run.class, run.recipeSha);
    const row = rows.get(key) ?? emptyRow(run, marks);
    if (scores.length === 0) row.unratedRuns += 1;
    else row.ratedRuns += 1;
    for (const { score } of scores) row.counts[score - 1] = (row.counts[score - 1] ?? 0) + 1;
    rows.set(key, row);
  }
  return [...rows.values()]
    .map((row) => ({ ...row, mean: meanOf(row.counts) }))
    .sort(
      (a, b) =>
        a.class.localeCompare(b.class) ||
        Number(b.isLive) - Number(a.isLive) ||
        (b.mean ?? 0) - (a.mean ?? 0) ||
        a.recipeSha.localeCompare(b.recipeSha),
    );
}

const emptyRow = ({ class: label, recipeSha }: RateableRow, { liveShas, forced }: RecipeMarks): RecipeScores => ({
  class: label,
  recipeSha,
  isLive: liveShas.get(label) === recipeSha,
  counts: [0, 0, 0, 0, 0],
  mean: null,
  ratedRuns: 0,
  unratedRuns: 0,
  forced: forced.get(recipeKey(label, recipeSha)) ?? null,
});

/** Plain mean of scores 1…5 by their counts; null without any. */
export function meanOf(counts: readonly number[]): number | null {
  const n = counts.reduce((sum, count) => sum + count, 0);
  return n === 0 ? null : counts.reduce((sum, count, index) => sum + count * (index + 1), 0) / n;
}
