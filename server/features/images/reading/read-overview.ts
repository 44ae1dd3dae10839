import type { Context } from "../../../trpc/context.ts";
import { seedClasses } from "../batches/plan-batch.ts";
import { type ClassRow, listClassRows } from "../classes/class-repo.ts";
import { countInputsByClass } from "../inputs/input-repo.ts";
import { ImageClassOrigin, type ImagesOverview } from "../schema.ts";
import { classProgressOf } from "./class-progress.ts";
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
}

/** "How good is each class?": classes, score counts by recipe, what is unrated and what has lost its run. */
export async function getOverview(ctx: Context): Promise<ImagesOverview> {
  const { db, clock } = ctx.app;
  const { orgId } = ctx.scope;
  await seedClasses(ctx);
  const facts = await readFacts(ctx, {});
  const classes = await listClassRows(db, orgId);
  const scores = scoresByRecipe(facts.finished, facts.latest, await marksOf(db, { orgId }));
  const summaries: ImagesOverview["classes"] = [];
  for (const row of classes) summaries.push(await summaryOf(ctx, row, facts));
  return {
    classes: summaries,
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
  return {
    inputs: new Map(inputs.map((row) => [row.class ?? "", row.count])),
    runs: new Map(runs.map((row) => [row.class, row.count])),
    finished: await finishedRuns(db, { orgId, ...of }),
    latest: latestScores(await standingScores(db, { orgId, ...of })),
  };
}

export async function summaryOf(
  ctx: Context,
  row: ClassRow,
  facts: ClassFacts,
): Promise<ImagesOverview["classes"][number]> {
  const { label } = row;
  const own = facts.finished.filter((run) => run.class === label);
  const ids = new Set(own.map(({ id }) => id));
  const counts = [0, 0, 0, 0, 0];
  for (const { runId, score } of facts.latest) {
    if (runId !== null && ids.has(runId)) counts[score - 1] = (counts[score - 1] ?? 0) + 1;
  }
  return {
    label,
    definition: row.definition,
    parent: row.parent,
    origin: ImageClassOrigin.parse(row.origin),
    liveSha: row.liveSha,
    inputs: facts.inputs.get(label) ?? 0,
    runs: facts.runs.get(label) ?? 0,
    progress: await classProgressOf(ctx.app.db, { orgId: ctx.scope.orgId, class: label }),
    mean: meanOf(counts),
    scores: counts.reduce((sum, count) => sum + count, 0),
  };
}
