import type { z } from "zod";
import type { Tx } from "../../../platform/app.ts";
import { AppError } from "../../../platform/errors.ts";
import { publish } from "../../../platform/feed.ts";
import { transaction } from "../../../platform/transaction.ts";
import type { Context } from "../../../trpc/context.ts";
import { requireActor } from "../../../trpc/require-actor.ts";
import { appendAudit } from "../../activity/index.ts";
import { findClass } from "../../images/index.ts";
import { findHostOf, findJob } from "../../jobs/index.ts";
import type { FollowerList, FollowInput } from "../schema.ts";
import { deleteFollower, type FollowerKey, findFollower, insertFollower } from "./follower-repo.ts";
import { listFollowers } from "./list-followers.ts";
import { withdrawApply } from "./withdraw-applies.ts";

/** TU51: lets a Mac follow a class, or not; doing so applies nothing, and stopping takes back an apply that has not started. Throws NOT_FOUND. */
export async function setFollowing(ctx: Context, input: z.infer<typeof FollowInput>): Promise<FollowerList> {
  const { app } = ctx;
  const { orgId } = ctx.scope;
  const key = { orgId, class: input.class, agentId: input.agentId };
  const host = await findHostOf(app, { id: input.agentId, orgId });
  if (host === null) throw new AppError("NOT_FOUND");
  await transaction(app, "proposals.follow", async (tx) => {
    if ((await findClass(tx, orgId, input.class)) === null) throw new AppError("NOT_FOUND");
    const known = await findFollower(tx, key);
    if ((known !== null) === input.isFollowing) return;
    if (known === null) await begin(ctx, tx, key);
    else await end(ctx, tx, { ...key, jobId: known.jobId });
    const at = app.clock.now();
    await appendAudit(tx, {
      orgId,
      at,
      actor: requireActor(ctx).userId,
      address: ctx.address,
      action: input.isFollowing ? "image_class.followed" : "image_class.unfollowed",
      object: `image-class:${input.class}`,
      detail: { agent: input.agentId },
    });
    await publish(tx, { orgId, at, topic: "image", subject: input.class, kind: "follower" });
  });
  return listFollowers(ctx, { class: input.class });
}

function begin(ctx: Context, tx: Tx, key: FollowerKey): Promise<void> {
  return insertFollower(tx, { ...key, followedBy: requireActor(ctx).name, followedAt: ctx.app.clock.now() });
}

async function end(ctx: Context, tx: Tx, { jobId, ...key }: FollowerKey & { jobId: string | null }): Promise<void> {
  const job = jobId === null ? null : await findJob(tx, { id: jobId, orgId: key.orgId });
  if (job !== null) await withdrawApply(ctx, tx, { job, reason: "the Mac no longer follows the class" });
  await deleteFollower(tx, key);
}
