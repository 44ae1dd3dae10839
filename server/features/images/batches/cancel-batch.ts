import type { z } from "zod";
import { AppError } from "../../../platform/errors.ts";
import { publish } from "../../../platform/feed.ts";
import { transaction } from "../../../platform/transaction.ts";
import type { Context } from "../../../trpc/context.ts";
import { requireActor } from "../../../trpc/require-actor.ts";
import { appendAudit } from "../../activity/index.ts";
import { findJobs, requestCancel } from "../../jobs/index.ts";
import { changeRuns } from "../runs/run-repo.ts";
import type { BatchIdInput, StartBatchOutput } from "../schema.ts";
import { cancelWaiting, changeBatch, findBatch, itemsOf } from "./batch-repo.ts";
import { pumpAfterCommit } from "./pump.ts";

/** Ends a batch: what waits is cancelled at once, its jobs are asked to stop; finished runs stay. Asking twice changes nothing. */
export async function cancelBatch(
  ctx: Context,
  input: z.infer<typeof BatchIdInput>,
): Promise<z.infer<typeof StartBatchOutput>> {
  const actor = requireActor(ctx);
  const { app } = ctx;
  const { orgId } = ctx.scope;
  const batchId = input.id;
  await transaction(app, "images.cancel-batch", async (tx) => {
    const batch = await findBatch(tx, orgId, batchId);
    if (batch === null) throw new AppError("NOT_FOUND");
    if (batch.cancelledAt !== null) return;
    if (batch.endedAt !== null) throw new AppError("NOT_CANCELLABLE");
    const at = app.clock.now();
    await changeBatch(tx, batch, { cancelledAt: at });
    const waiting = await itemsOf(tx, { orgId, batchId, state: "waiting" });
    await cancelWaiting(tx, { orgId, batchId }, `cancelled by ${actor.name}`);
    const ids = waiting.flatMap(({ runId, isReused }) => (runId === null || isReused ? [] : [runId]));
    await changeRuns(tx, { orgId, ids }, { state: "cancelled", endedAt: at });
    const sent = await itemsOf(tx, { orgId, batchId, state: "sent" });
    const own = [...new Set(sent.flatMap(({ jobId }) => jobId ?? []))];
    for (const job of await findJobs(tx, orgId, own)) {
      await requestCancel(app, tx, { job, by: actor.name, actor: actor.userId, reason: "the batch was cancelled" });
    }
    await appendAudit(tx, {
      orgId,
      at,
      actor: actor.userId,
      address: ctx.address,
      action: "image_batch.cancelled",
      object: `image-batch:${batchId}`,
      detail: { waiting: waiting.length, jobs: own.length },
    });
    await publish(tx, { orgId, at, topic: "image", subject: batchId, kind: "batch" });
  });
  await pumpAfterCommit(app);
  return { batchId };
}
