import type { Tx } from "../../../platform/app.ts";
import type { Context } from "../../../trpc/context.ts";
import { requireActor } from "../../../trpc/require-actor.ts";
import { findJobs, type JobRow, requestCancel } from "../../jobs/index.ts";
import { listFollowerRows } from "./follower-repo.ts";

/** AP1, AP7: an approved apply that has not started falls with the live recipe it was approved for. */
export async function withdrawApplies(ctx: Context, tx: Tx, of: { orgId: string; class: string }): Promise<void> {
  const ids = (await listFollowerRows(tx, of)).flatMap(({ jobId }) => (jobId === null ? [] : [jobId]));
  for (const job of await findJobs(tx, of.orgId, ids)) {
    await withdrawApply(ctx, tx, { job, reason: "the live recipe changed after the approval" });
  }
}

/** Takes back an apply that has not started (TU51). One on lease may be on its way: its Mac reads the cancel at its first renew, before it writes (LE3). */
export async function withdrawApply(
  ctx: Context,
  tx: Tx,
  { job, reason }: { job: JobRow; reason: string },
): Promise<void> {
  if (job.state !== "QUEUED" && job.state !== "LEASED") return;
  const actor = requireActor(ctx);
  await requestCancel(ctx.app, tx, { job, by: actor.name, actor: actor.userId, reason });
}
