import type { z } from "zod";
import type { ApplyRecipeParams } from "../../../../core/contract/v1/apply.ts";
import type { Tx } from "../../../platform/app.ts";
import { AppError } from "../../../platform/errors.ts";
import { publish } from "../../../platform/feed.ts";
import { transaction } from "../../../platform/transaction.ts";
import type { Context } from "../../../trpc/context.ts";
import { requireActor } from "../../../trpc/require-actor.ts";
import { appendAudit } from "../../activity/index.ts";
import { findClass, findVersion, storeRecipeBlob } from "../../images/index.ts";
import { createJob, findJob, findJobByRequestKey, type Host, hostsOf, waitingCounts } from "../../jobs/index.ts";
import type { AppliedList, ApplyRecipeInput } from "../schema.ts";
import { decideApply } from "./decide-apply.ts";
import { findFollower, markApproved } from "./follower-repo.ts";
import { heldOf, isHeldInvalid } from "./host-facts.ts";

type Asked = z.infer<typeof ApplyRecipeInput>;
type Row = AppliedList["rows"][number];

/**
 * Approves the live recipe of a class for Macs that follow it: one apply job a Mac with its own approval (TU51, JK2).
 * The same request key makes the same jobs. Throws PROPOSAL_STALE when the live recipe is not the one the person saw.
 */
export async function applyRecipe(ctx: Context, input: Asked): Promise<AppliedList> {
  const { app } = ctx;
  const { orgId } = ctx.scope;
  const { class: label, liveSha } = input;
  const version = await findVersion(app.db, { orgId, class: label, recipeSha: liveSha });
  if (version === null) throw new AppError("NOT_FOUND", { message: `no recipe of ${label} has the sha ${liveSha}` });
  const recipe = await storeRecipeBlob(app, orgId, version.toml);
  const hosts = new Map((await hostsOf(app, orgId)).map((host) => [host.row.id, host]));
  const rows = await transaction(app, "proposals.apply", async (tx) => {
    const live = (await findClass(tx, orgId, label))?.liveSha ?? null;
    if (live !== liveSha) {
      const message = `the live recipe of ${label} is ${live ?? "none"}, not ${liveSha}`;
      throw new AppError("PROPOSAL_STALE", { message });
    }
    const made: Row[] = [];
    const waits = await waitingCounts(tx, orgId, input.agentIds);
    for (const agentId of new Set(input.agentIds)) {
      const waiting = waits.get(agentId) ?? 0;
      made.push(await approveOne(ctx, tx, { input, agentId, host: hosts.get(agentId) ?? null, recipe, waiting }));
    }
    await publish(tx, { orgId, at: app.clock.now(), topic: "image", subject: label, kind: "follower" });
    return made;
  });
  return { class: label, liveSha, rows };
}

interface OneMac {
  readonly input: Asked;
  readonly agentId: string;
  readonly host: Host | null;
  /** BLAKE3 of the text. */
  readonly recipe: string;
  readonly waiting: number;
}

async function approveOne(ctx: Context, tx: Tx, { input, agentId, host, recipe, waiting }: OneMac): Promise<Row> {
  const { app } = ctx;
  const { orgId } = ctx.scope;
  const { class: label, liveSha, comment } = input;
  const requestKey = `${input.requestKey} ${agentId}`;
  const same = await findJobByRequestKey(tx, { orgId, requestKey });
  if (same !== null) return { agentId, jobId: same.id, refusal: null };
  if (host === null) return { agentId, jobId: null, refusal: "There is no such Mac." };
  const key = { orgId, class: label, agentId };
  const follower = await findFollower(tx, key);
  const held = heldOf(host, label, follower);
  const last = follower?.jobId == null ? null : await findJob(tx, { id: follower.jobId, orgId });
  const isInvalid = isHeldInvalid(host, label);
  const refusal = decideApply({ host, isFollowing: follower !== null, job: last, held, isInvalid, liveSha, waiting });
  if (refusal !== null || held === undefined) return { agentId, jobId: null, refusal };
  const actor = requireActor(ctx);
  const at = app.clock.now();
  const params: ApplyRecipeParams = {
    proposalKind: "image-recipe",
    class: label,
    approval: { approvedBy: actor.name, at: at.toISOString(), agentId, class: label, hash: liveSha },
    recipe,
    baseHash: held,
    targetHash: liveSha,
  };
  const job = await createJob(app, tx, {
    orgId,
    agentId,
    kind: "apply",
    params,
    requestedBy: actor.name,
    actor: actor.userId,
    address: ctx.address,
    requestKey,
    retryOf: null,
    label: `a newer apply of ${label}`,
  });
  await markApproved(tx, key, { approvedSha: liveSha, approvedBy: actor.name, approvedAt: at, jobId: job.id });
  await appendAudit(tx, {
    orgId,
    at,
    actor: actor.userId,
    address: ctx.address,
    action: "image_recipe.apply_approved",
    object: `image-class:${label}`,
    beforeHash: held,
    afterHash: liveSha,
    detail: { agent: agentId, job: job.id, comment, session: actor.sessionId },
  });
  return { agentId, jobId: job.id, refusal: null };
}
