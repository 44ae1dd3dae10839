import type { Tx } from "../../../platform/app.ts";
import type { Context } from "../../../trpc/context.ts";
import { requireActor } from "../../../trpc/require-actor.ts";
import { findJobs, requestCancel } from "../../jobs/index.ts";
import { listFollowerRows } from "./follower-repo.ts";

/** AP1, AP7: an approved apply that has not started falls with the live recipe it was approved for. */
export async function withdrawApplies(ctx: Context, tx: Tx, of: { orgId: string; class: string }): Promise<void> {
  const actor = requireActor(ctx);
  const ids = (await listFollowerRows(tx, of)).flatMap(({ jobId }) => (jobId === null ? [] : [jobId]));
  for (const job of await findJobs(tx, of.orgId, ids)) {
    if (job.state !== "QUEUED") continue;
    const reason = "the live recipe changed after the approval";
    await requestCancel(ctx.app, tx, { job, by: actor.name, actor: actor.userId, reason });
  }
}
