import type { z } from "zod";
import { isAllowed } from "../../../../core/access/roles.ts";
import type { Context } from "../../../trpc/context.ts";
import { requireActor } from "../../../trpc/require-actor.ts";
import { findBenchRuns, standingRatings } from "../repo.ts";
import type { Distribution, ReadingInput } from "../schema.ts";

/** Scores 1…5 per class and recipe (IM65): everybody's for reviewers, the own for raters, who are not to lean on others (IM60). */
export async function readDistribution(
  ctx: Context,
  input: z.infer<typeof ReadingInput>,
): Promise<z.infer<typeof Distribution>> {
  const { app, scope } = ctx;
  const actor = requireActor(ctx);
  const isEverybody = isAllowed(actor.role, "propose");
  const ratings = await standingRatings(app.db, {
    orgId: scope.orgId,
    class: input.class,
    raterId: isEverybody ? undefined : actor.userId,
  });
  const latest = [...new Map(ratings.map((rating) => [`${rating.runId} ${rating.raterId}`, rating])).values()];
  const runs = await findBenchRuns(
    app.db,
    scope.orgId,
    latest.flatMap(({ runId }) => runId ?? []),
  );
  const shas = new Map(runs.map((run) => [run.id, run]));
  const groups = Map.groupBy(
    latest.filter(({ runId }) => shas.has(runId ?? "")),
    ({ runId }) => `${shas.get(runId ?? "")?.class} ${shas.get(runId ?? "")?.recipeSha}`,
  );
  const rows = [...groups.values()].map((group) => {
    const run = shas.get(group[0]?.runId ?? "");
    const count = (score: number): number => group.filter((rating) => rating.score === score).length;
    const counts: [number, number, number, number, number] = [count(1), count(2), count(3), count(4), count(5)];
    const mean = group.reduce((sum, { score }) => sum + score, 0) / group.length;
    return { class: run?.class ?? "", recipeSha: run?.recipeSha ?? "", counts, mean };
  });
  return { isEverybody, rows: rows.sort((left, right) => (left.class < right.class ? -1 : 1)) };
}
