import type { z } from "zod";
import type { Context } from "../../../trpc/context.ts";
import { requireActor } from "../../../trpc/require-actor.ts";
import { classProgressOf } from "../../images/index.ts";
import { rateableRuns, standingRatings } from "../repo.ts";
import type { BenchClasses } from "../schema.ts";

/** The classes with pictures that can be rated, and what waits for this person. */
export async function listBenchClasses(ctx: Context): Promise<z.infer<typeof BenchClasses>> {
  const { app, scope } = ctx;
  const runs = await rateableRuns(app.db, { orgId: scope.orgId, class: null });
  const own = await standingRatings(app.db, { orgId: scope.orgId, raterId: requireActor(ctx).userId });
  const answered = new Set(own.map(({ runId }) => runId));
  const groups = [...Map.groupBy(runs, (run) => run.class)].sort(([left], [right]) => (left < right ? -1 : 1));
  const classes = [];
  for (const [label, members] of groups) {
    const {
      rated: ratedRuns,
      needed,
      argumentSets,
    } = await classProgressOf(app.db, { orgId: scope.orgId, class: label });
    const waiting = members.filter(({ id }) => !answered.has(id)).length;
    classes.push({ class: label, waiting, neededRuns: needed, ratedRuns, argumentSets });
  }
  const pairs = [...Map.groupBy(runs, (run) => run.pairId ?? "")].filter(([id, two]) => id !== "" && two.length === 2);
  return { classes, pairs: pairs.length };
}
