import type { z } from "zod";
import type { Db } from "../../../platform/app.ts";
import { AppError } from "../../../platform/errors.ts";
import type { Context } from "../../../trpc/context.ts";
import { seedClasses } from "../batches/plan-batch.ts";
import {
  type ClassRow,
  findClass,
  findVersion,
  listMoves,
  listVersions,
  type VersionRow,
} from "../classes/class-repo.ts";
import { runnable } from "../classes/live-recipes.ts";
import type { ClassInput, ClassPage } from "../schema.ts";
import { marksOf } from "./class-scores.ts";
import { readFacts, summaryOf } from "./read-overview.ts";
import { latestScores, scoresByRecipe } from "./recipe-scores.ts";
import { countCorrections, type ScoreRow, standingScores } from "./score-repo.ts";

/** One class: its live recipe, every version and move, its scores. */
export async function getClass(ctx: Context, input: z.infer<typeof ClassInput>): Promise<ClassPage> {
  const { db, clock } = ctx.app;
  const { orgId } = ctx.scope;
  await seedClasses(ctx);
  const row = await findClass(db, orgId, input.class);
  if (row === null) throw new AppError("NOT_FOUND");
  const facts = await readFacts(ctx, { class: row.label });
  const versions = await listVersions(db, orgId, row.label);
  const { classified, corrected } = await countCorrections(db, orgId);
  return {
    summary: summaryOf(row, facts),
    live: liveOf(await liveVersion(db, orgId, row)),
    versions: versions.map(({ version, recipeSha, toml, origin, createdBy, createdAt }) => ({
      version,
      recipeSha,
      toml,
      origin,
      createdBy,
      createdAt: createdAt.toISOString(),
    })),
    moves: (await listMoves(db, orgId, row.label)).map(({ fromSha, toSha, kind, isForced, reason, movedBy, at }) => ({
      fromSha,
      toSha,
      kind,
      isForced,
      reason,
      movedBy,
      at: at.toISOString(),
    })),
    scores: scoresByRecipe(facts.finished, facts.latest, await marksOf(db, { orgId, class: row.label })),
    overTime: byDay(latestScores(await standingScores(db, { orgId, class: row.label }))),
    correctionRate: classified === 0 ? null : corrected / classified,
    serverTime: clock.now().toISOString(),
  };
}

async function liveVersion(db: Db, orgId: string, { label, liveSha }: ClassRow): Promise<VersionRow | null> {
  return liveSha === null ? null : findVersion(db, { orgId, class: label, recipeSha: liveSha });
}

function liveOf(version: VersionRow | null): ClassPage["live"] {
  if (version === null) return null;
  const { recipeSha, toml } = version;
  return {
    recipeSha,
    version: version.version,
    toml,
    isPassThrough: runnable(toml, version.class)?.isPassThrough ?? false,
  };
}

/** Mean of scores by the day they arrived, UTC, oldest first. */
export function byDay(scores: readonly Pick<ScoreRow, "score" | "receivedAt">[]): ClassPage["overTime"] {
  const days = new Map<string, { sum: number; ratings: number }>();
  for (const { score, receivedAt } of scores) {
    const day = receivedAt.toISOString().slice(0, 10);
    const sums = days.get(day) ?? { sum: 0, ratings: 0 };
    days.set(day, { sum: sums.sum + score, ratings: sums.ratings + 1 });
  }
  return [...days.entries()]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([day, { sum, ratings }]) => ({ day, mean: sum / ratings, ratings }));
}
