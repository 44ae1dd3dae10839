import type { z } from "zod";
import { suggestedMode } from "../../../../core/imaging/bench/session-rules.ts";
import type { Db } from "../../../platform/app.ts";
import type { Context } from "../../../trpc/context.ts";
import { requireActor } from "../../../trpc/require-actor.ts";
import { noProgress, progressByClass } from "../../images/index.ts";
import { isGoingOn } from "../picking/open-bench.ts";
import { asideSince, readSkips } from "../picking/set-aside.ts";
import { scoreUse } from "../queue-repo.ts";
import { rateableClasses } from "../repo.ts";
import type { BenchClasses, BenchMode } from "../schema.ts";
import { newestSession } from "../session-repo.ts";
import { waitingByClass } from "../waiting-repo.ts";

/** The classes with pictures that can be rated, what of each waits for this person by scores and in pairs, as the bench counts it, and which of the two its bench opens in (IM63, IM65). */
export async function listBenchClasses(ctx: Context): Promise<z.infer<typeof BenchClasses>> {
  const { app, scope } = ctx;
  const { db } = app;
  const { orgId } = scope;
  const raterId = requireActor(ctx).userId;
  const progress = await progressByClass(db, { orgId });
  const uses = new Map((await scoreUse(db, { orgId, class: null })).map((use) => [use.class, use]));
  const of = { orgId, raterId, now: app.clock.now() };
  const [runs, pairs] = [await countFor(db, { ...of, mode: "scores" }), await countFor(db, { ...of, mode: "pairs" })];
  const classes = (await rateableClasses(db, orgId)).map((label) => {
    const { rated: ratedRuns, needed: neededRuns, argumentSets } = progress.get(label) ?? noProgress(label);
    const use = uses.get(label);
    const suited = use === undefined ? "scores" : suggestedMode([use]);
    const waiting = { scores: runs.get(label) ?? 0, pairs: pairs.get(label) ?? 0 };
    const suits: BenchMode = suited === "pairs" && waiting.pairs > 0 ? "pairs" : "scores";
    return { class: label, waiting, suits, ratedRuns, neededRuns, argumentSets };
  });
  return { classes };
}

interface CountFor {
  orgId: string;
  raterId: string;
  mode: BenchMode;
  now: Date;
}

/** What would wait if the bench of a class were opened now: a plain skip comes back, but not in the sitting that goes on (IM34). */
async function countFor(db: Db, { orgId, raterId, mode, now }: CountFor): Promise<ReadonlyMap<string, number>> {
  const queue = { orgId, raterId, class: null, kind: mode === "scores" ? "runs" : "pairs" } as const;
  const skips = await readSkips(db, { orgId, raterId });
  const counts = new Map(await waitingByClass(db, queue, asideSince(skips, now.getTime())));
  const newest = await newestSession(db, { orgId, raterId });
  if (newest === null || !isGoingOn(newest, now) || newest.mode !== mode || newest.class === null) return counts;
  const aside = asideSince(skips, newest.startedAt.getTime());
  const own = await waitingByClass(db, { ...queue, class: newest.class }, aside);
  return counts.set(newest.class, own.get(newest.class) ?? 0);
}
