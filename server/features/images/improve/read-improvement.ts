import type { z } from "zod";
import type { Context } from "../../../trpc/context.ts";
import { getBatch } from "../reading/read-batches.ts";
import { type ClassInput, ExploredSet, type Improvement } from "../schema.ts";
import { exploredSets, improvePairs, newestImprove } from "./improve-repo.ts";
import { prepareImprove } from "./prepare-improve.ts";

/** What "Improve class X" would do and how far the last one is (IM54). */
export async function readImprovement(
  ctx: Context,
  input: z.infer<typeof ClassInput>,
): Promise<z.infer<typeof Improvement>> {
  const of = { orgId: ctx.scope.orgId, class: input.class };
  const { db } = ctx.app;
  const plan = await prepareImprove(db, { ...of, count: 1 });
  const made = await improvePairs(db, of);
  const newest = await newestImprove(db, of);
  return {
    why: plan.kind === "nothing" ? plan.why : null,
    tunables: plan.kind === "nothing" ? [] : [...plan.tunables],
    pairs: Math.floor(made.length / 2),
    inputs: new Set(made.map(({ inputBlake3 }) => inputBlake3)).size,
    batch: newest === null ? null : await getBatch(ctx, { id: newest.id }),
    sets: newest === null ? [] : (await exploredSets(db, { orgId: of.orgId, batchId: newest.id })).flatMap(setOf),
  };
}

/** What a batch of an earlier version did not note is not made up. */
function setOf(row: { recipeSha: string | null; origin: string | null; why: string | null }) {
  const { success, data } = ExploredSet.safeParse(row);
  return success ? [data] : [];
}
