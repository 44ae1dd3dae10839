import type { z } from "zod";
import { transaction } from "../../../platform/transaction.ts";
import type { Context } from "../../../trpc/context.ts";
import { requireActor } from "../../../trpc/require-actor.ts";
import { endRunning } from "../confirmation/end-running.ts";
import { readStanding } from "../reading/read-standing.ts";
import { closeProposal } from "../repo.ts";
import type { DecidedProposal, RejectProposalInput } from "../schema.ts";
import { announce } from "./announce.ts";
import { refuse } from "./refuse.ts";

/** Closes a proposal for good; a rejection blocks (AP3). Throws PROPOSAL_CLOSED where somebody decided first. */
export function rejectProposal(ctx: Context, input: z.infer<typeof RejectProposalInput>): Promise<DecidedProposal> {
  const { orgId } = ctx.scope;
  return transaction(ctx.app, "proposals.reject", async (tx) => {
    const { row, standing } = await readStanding(ctx.app, tx, { orgId, id: input.id });
    const { state, liveSha } = standing;
    if (state !== "open") return refuse(tx, row, { kind: "closed", state });
    const decided = { comment: input.comment, decidedBy: requireActor(ctx).userId, decidedAt: ctx.app.clock.now() };
    const isFirst = await closeProposal(tx, { orgId, id: row.id }, { state: "rejected", ...decided });
    if (!isFirst) return refuse(tx, row, { kind: "closed", state: "rejected" });
    const detail = { comment: input.comment };
    await announce(ctx, tx, { row, action: "rejected", from: liveSha, to: liveSha, detail });
    await endRunning(ctx.app, tx, { orgId, class: row.class, reason: "the proposal was rejected" });
    return { id: row.id, state: "rejected", liveSha };
  });
}
