import type { App, Tx } from "../../../platform/app.ts";
import { publish } from "../../../platform/feed.ts";
import { appendAudit } from "../../activity/index.ts";
import { findJobs, requestCancel } from "../../jobs/index.ts";
import { changeRuns } from "../runs/run-repo.ts";
import { cancelWaiting, changeBatch, findBatch, itemsOf } from "./batch-repo.ts";

interface Stop {
  readonly orgId: string;
  readonly batchId: string;
  /** The name that runs and jobs are told, and the actor of the audit row with the address. */
  readonly by: string;
  readonly actor: string;
  readonly address: string | null;
}

/** Stops an open batch: what waits is cancelled at once, its jobs are asked to stop, finished runs stay. One that is stopped or has ended stays as it is. */
export async function stopBatch(app: App, tx: Tx, { orgId, batchId, by, actor, address }: Stop): Promise<void> {
  const batch = await findBatch(tx, orgId, batchId);
  if (batch === null || batch.cancelledAt !== null || batch.endedAt !== null) return;
  const at = app.clock.now();
  await changeBatch(tx, batch, { cancelledAt: at });
  const waiting = await itemsOf(tx, { orgId, batchId, state: "waiting" });
  await cancelWaiting(tx, { orgId, batchId }, `cancelled by ${by}`);
  const ids = waiting.flatMap(({ runId, isReused }) => (runId === null || isReused ? [] : [runId]));
  await changeRuns(tx, { orgId, ids }, { state: "cancelled", endedAt: at });
  const sent = await itemsOf(tx, { orgId, batchId, state: "sent" });
  const own = [...new Set(sent.flatMap(({ jobId }) => jobId ?? []))];
  for (const job of await findJobs(tx, orgId, own)) {
    await requestCancel(app, tx, { job, by, actor, reason: "the batch was cancelled" });
  }
  await appendAudit(tx, {
    orgId,
    at,
    actor,
    address,
    action: "image_batch.cancelled",
    object: `image-batch:${batchId}`,
    detail: { waiting: waiting.length, jobs: own.length },
  });
  await publish(tx, { orgId, at, topic: "image", subject: batchId, kind: "batch" });
}
