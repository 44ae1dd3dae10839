import type { z } from "zod";
import { AppError } from "../../../platform/errors.ts";
import { transaction } from "../../../platform/transaction.ts";
import type { Context } from "../../../trpc/context.ts";
import { progressOf } from "../picking/open-bench.ts";
import { standingRatings } from "../repo.ts";
import type { ClearInput, ClearOutput } from "../schema.ts";
import { announceAnswer } from "./announce-answer.ts";
import { seenIn } from "./seen.ts";
import { takenBackBy } from "./standing-answer.ts";
import { revokeEvent } from "./write-record.ts";

/** `0`: takes the own score of a picture back; an earlier one holds again (IM33). The revoke has the id of the call, so a call that is sent again takes nothing more back. */
export function clearScore(ctx: Context, input: z.infer<typeof ClearInput>): Promise<z.infer<typeof ClearOutput>> {
  const { orgId } = ctx.scope;
  return transaction(ctx.app, "ratings.clear", async (tx) => {
    const seen = await seenIn(ctx, tx, input.viewId);
    if (seen.kind !== "run") throw new AppError("BAD_INPUT", { message: "viewId: a pair has no score" });
    const { session, run } = seen;
    const known = await takenBackBy(tx, { ...session, orgId }, input.clearId);
    if (known === "other") throw new AppError("BAD_INPUT", { message: "clearId: this id is taken" });
    if (known !== null) return { isRevoked: true, progress: await progressOf(ctx, tx, session) };
    const own = (await standingRatings(tx, { orgId, raterId: session.raterId, runIds: [run.id] })).at(-1);
    if (own === undefined) return { isRevoked: false, progress: await progressOf(ctx, tx, session) };
    await revokeEvent(ctx, tx, { eventId: own.eventId, class: run.class, as: input.clearId });
    const progress = await progressOf(ctx, tx, session);
    await announceAnswer(ctx, tx, run.class);
    return { isRevoked: true, progress };
  });
}
