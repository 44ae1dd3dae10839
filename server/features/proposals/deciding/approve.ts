import type { z } from "zod";
import { type Approval, decideApproval } from "../../../../core/tuning/approval/decide-approval.ts";
import { overrideCauses } from "../../../../core/tuning/approval/flags.ts";
import { withReason } from "../../../../core/tuning/proposal/force.ts";
import type { Tx } from "../../../platform/app.ts";
import { transaction } from "../../../platform/transaction.ts";
import type { Context } from "../../../trpc/context.ts";
import { requireActor } from "../../../trpc/require-actor.ts";
import { hasFourEyes } from "../../accounts/index.ts";
import { keepVersion, moveLiveRecipe, versionOfText } from "../../images/index.ts";
import { withdrawApplies } from "../apply/withdraw-applies.ts";
import { endRunning } from "../confirmation/end-running.ts";
import { readStanding } from "../reading/read-standing.ts";
import { type Standing, snapshotOf } from "../reading/standing.ts";
import { closeProposal, type ProposalRecord } from "../repo.ts";
import type { ApproveProposalInput, DecidedProposal } from "../schema.ts";
import { announce } from "./announce.ts";
import { writePromotion } from "./promotion-record.ts";
import { refuse } from "./refuse.ts";

type Asked = z.infer<typeof ApproveProposalInput>;

/**
 * Makes a proposal's recipe live: compare-and-swap of the live sha, history, log record and audit row in one transaction (TU49).
 * Throws PROPOSAL_STALE with both shas and the diff, PROPOSAL_CLOSED, PROPOSAL_CHANGED, FOUR_EYES, OVERRIDE_NEEDED.
 */
export function approveProposal(ctx: Context, input: Asked): Promise<DecidedProposal> {
  return transaction(ctx.app, "proposals.approve", async (tx) => {
    const { row, standing } = await readStanding(ctx.app, tx, { orgId: ctx.scope.orgId, id: input.id });
    const decision = decideApproval({
      class: row.class,
      state: standing.state,
      hasFourEyes: await hasFourEyes(tx),
      isProposer: row.requestedBy === requireActor(ctx).userId,
      baseSha: row.baseSha,
      recipeSha: row.recipeSha,
      liveSha: standing.liveSha,
      shownLiveSha: input.liveSha,
      snapshot: snapshotOf(row, standing),
      shownSnapshot: input.snapshot,
      causes: overrideCauses(standing.flags),
      override: input.override,
    });
    if (decision.kind !== "approve") return refuse(tx, row, decision);
    await promote(ctx, tx, { row, standing, input, decision });
    return { id: row.id, state: "promoted", liveSha: row.recipeSha };
  });
}

interface Promoting {
  readonly row: ProposalRecord;
  readonly standing: Standing;
  readonly input: Asked;
  readonly decision: Extract<Approval, { kind: "approve" }>;
}

async function promote(ctx: Context, tx: Tx, { row, standing, input, decision }: Promoting): Promise<void> {
  const { app } = ctx;
  const { orgId, class: label, recipeSha } = row;
  const actor = requireActor(ctx);
  const { isForced } = decision;
  const reason = isForced ? (input.override?.reason ?? null) : null;
  const toVersion = await keepText(ctx, tx, { row, isForced, reason });
  const moved = await moveLiveRecipe(app, tx, {
    orgId,
    class: label,
    expectedSha: standing.liveSha,
    toVersion,
    kind: row.origin === "roll_back" ? "roll_back" : "promote",
    by: actor.name,
    proposalId: row.id,
    isForced,
    reason,
  });
  if (moved.kind === "stale") return refuse(tx, row, { kind: "stale", pinned: row.baseSha, live: moved.liveSha });
  if (moved.kind === "no_recipe") throw new Error(`version ${toVersion} of ${label} is not stored`);
  const at = app.clock.now();
  const decided = { comment: input.comment, decidedBy: actor.userId, decidedAt: at, isForced, reason };
  const isFirst = await closeProposal(tx, { orgId, id: row.id }, { state: "promoted", ...decided });
  if (!isFirst) return refuse(tx, row, { kind: "closed", state: "promoted" });
  await endRunning(app, tx, { orgId, class: label, reason: "the live recipe changed" });
  await withdrawApplies(ctx, tx, { orgId, class: label });
  await writePromotion(ctx, tx, { row, from: standing.liveSha, isForced, reason });
  await announce(ctx, tx, {
    row,
    action: "approved",
    from: standing.liveSha,
    to: recipeSha,
    detail: { comment: input.comment, snapshot: input.snapshot, isForced, reason, verdict: row.verdict },
  });
}

/** The version of exactly the text that was shown (AP2): a tune's becomes one by its promotion, with the typed reason in its table (TU47); others were stored before. */
async function keepText(
  { app, actor }: Context,
  tx: Tx,
  { row, isForced, reason }: { row: ProposalRecord; isForced: boolean; reason: string | null },
): Promise<number> {
  const { orgId, class: label, recipeSha: sha, baseSha: parentSha } = row;
  const toml = row.origin === "tune" && reason !== null ? withReason(row.toml, { reason, isForced }) : row.toml;
  const stored = await versionOfText(tx, { orgId, class: label, toml });
  if (stored !== null) return stored.version;
  return keepVersion(app, tx, { orgId, class: label, sha, toml, parentSha, origin: "proposal", by: actor?.name ?? "" });
}
