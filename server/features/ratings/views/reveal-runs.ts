import { ImageWarnings } from "../../../../core/contract/v1/image-jobs.ts";
import type { Tx } from "../../../platform/app.ts";
import type { Context } from "../../../trpc/context.ts";
import { requireActor } from "../../../trpc/require-actor.ts";
import { type BenchRun, liveShas, standingRatings } from "../repo.ts";
import type { Revealed } from "../schema.ts";

/** What these runs are, with the scores of others: told after the vote (IM59, IM60); nothing of runs that a confirmation made, however they came onto the bench (TU40). */
export async function revealRuns(ctx: Context, tx: Tx, shown: readonly BenchRun[]): Promise<Revealed[]> {
  const runs = shown.filter(({ notRateable }) => notRateable !== "confirmation");
  const { orgId } = ctx.scope;
  const me = requireActor(ctx).userId;
  const live = await liveShas(tx, orgId);
  const ratings = await standingRatings(tx, { orgId, runIds: runs.map(({ id }) => id) });
  return runs.map((run) => ({
    runId: run.id,
    number: run.number,
    class: run.class,
    recipeSha: run.recipeSha,
    isLive: live.get(run.class) === run.recipeSha,
    otherScores: latestByRater(ratings.filter(({ runId, raterId }) => runId === run.id && raterId !== me)),
    warnings: ImageWarnings.parse(JSON.parse(run.warningsJson ?? "[]")),
  }));
}

function latestByRater(ratings: readonly { raterId: string; score: number }[]): number[] {
  return [...new Map(ratings.map(({ raterId, score }) => [raterId, score])).values()].sort();
}
