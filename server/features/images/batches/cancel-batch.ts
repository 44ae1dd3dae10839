import type { z } from "zod";
import { AppError } from "../../../platform/errors.ts";
import { transaction } from "../../../platform/transaction.ts";
import type { Context } from "../../../trpc/context.ts";
import { requireActor } from "../../../trpc/require-actor.ts";
import type { BatchIdInput, StartBatchOutput } from "../schema.ts";
import { findBatch } from "./batch-repo.ts";
import { pumpAfterCommit } from "./pump.ts";
import { stopBatch } from "./stop-batch.ts";

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
    await stopBatch(app, tx, { orgId, batchId, by: actor.name, actor: actor.userId, address: ctx.address });
  });
  await pumpAfterCommit(app);
  return { batchId };
}
