import type { Context } from "../../../trpc/context.ts";
import { seedClasses } from "../batches/plan-batch.ts";
import { type ClassRow, listClassRows } from "../classes/class-repo.ts";
import { countInputsByClass } from "../inputs/input-repo.ts";
import { type ClassProgress, ImageClassOrigin, type ImagesOverview } from "../schema.ts";
import { noProgress, progressByClass } from "./class-progress.ts";
import { marksOf } from "./class-scores.ts";
import { latestScores, meanOf, scoresByRecipe } from "./recipe-scores.ts";
import {
  countOrphanRatings,
  countRunsByClass,
  finishedRuns,
  type RateableRow,
  type ScoreRow,
  standingScores,
} from "./score-repo.ts";

export interface ClassFacts {
  inputs: ReadonlyMap<string, number>;
  runs: ReadonlyMap<string, number>;
  finished: readonly RateableRow[];
  latest: readonly ScoreRow[];
  /** Of each class the counts of the scores 1…5. */
  scores: ReadonlyMap<string, readonly number[]>;
  progress: ReadonlyMap<string, ClassProgress>;
}

/** "How good is each class?": classes, score counts by recipe, what is unrated and what has lost its run. */
export async function getOverview(ctx: Context): Promise<ImagesOverview> {
  const { db, clock } = ctx.app;
  const { orgId } = ctx.scope;
  await seedClasses(ctx);
  const facts = await readFacts(ctx, {});
  const classes = await listClassRows(db, orgId);
  const scores = scoresByRecipe(facts.finished, facts.latest, await marksOf(db, { orgId }));
  return {
    classes: classes.map((row) => summaryOf(row, facts)),
    scores,
    inputs: [...facts.inputs.values()].reduce((sum, count) => sum + count, 0),
    unratedRuns: scores.reduce((sum, row) => sum + row.unratedRuns, 0),
    orphanRatings: await countOrphanRatings(db, orgId),
    serverTime: clock.now().toISOString(),
  };
}

/** What the sums of one class, or of all, are made of. */
export async function readFacts(ctx: Context, of: { class?: string }): Promise<ClassFacts> {
  const { db } = ctx.app;
  const { orgId } = ctx.scope;
  const inputs = await countInputsByClass(db, orgId);
  const runs = await countRunsByClass(db, orgId);
  const finished = await finishedRuns(db, { orgId, ...of });
  const latest = latestScores(await standingScores(db, { orgId, ...of }));
  return {
    inputs: new Map(inputs.map((row) => [row.class ?? "", row.count])),
    runs: new Map(runs.map((row) => [row.class, row.count])),
    finished,
    latest,
    scores: scoresByClass(finished, latest),
    progress: await progressByClass(db, { orgId, ...of }),
  };
}

function scoresByClass(finished: ClassFacts["finished"], latest: ClassFacts["latest"]): ClassFacts["scores"] {
  const classes = new Map(finished.map((run) => [run.id, run.class]));
  const scores = new Map<string, number[]>();
  for (const { runId, score } of latest) {
    const label = classes.get(runId ?? "");
    if (label === undefined) continue;
    const counts = scores.get(label) ?? [0, 0, 0, 0, 0];
    counts[score - 1] = (counts[score - 1] ?? 0) + 1;
    scores.set(label, counts);
  }
  return scores;
}

export function summaryOf(row: ClassRow, facts: ClassFacts): ImagesOverview["classes"][number] {
  const { label } = row;
  const counts = facts.scores.get(label) ?? [];
  return {
    label,
    definition: row.definition,
    parent: row.parent,
    origin: ImageClassOrigin.parse(row.origin),
    liveSha: row.liveSha,
    inputs: facts.inputs.get(label) ?? 0,
    runs: facts.runs.get(label) ?? 0,
    progress: facts.progress.get(label) ?? noProgress(label),
    mean: meanOf(counts),
    scores: counts.reduce((sum, count) => sum + count, 0),
  };
}
