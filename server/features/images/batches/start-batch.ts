import type { z } from "zod";
import { AppError } from "../../../platform/errors.ts";
import { publish } from "../../../platform/feed.ts";
import { transaction } from "../../../platform/transaction.ts";
import type { Context } from "../../../trpc/context.ts";
import { requireActor } from "../../../trpc/require-actor.ts";
import { appendAudit } from "../../activity/index.ts";
import type { StartBatchInput, StartBatchOutput } from "../schema.ts";
import { type BatchFacts, findBatchByRequestKey, insertBatch, type NewItem } from "./batch-repo.ts";
import { seedClasses } from "./plan-batch.ts";
import { itemOf, planItems } from "./plan-items.ts";
import { pumpAfterCommit } from "./pump.ts";

/** IM52, IM53: the plan becomes a batch; the same request key gives the same batch (H-34). Jobs follow by the pump. */
export async function startBatch(
  ctx: Context,
  input: z.infer<typeof StartBatchInput>,
): Promise<z.infer<typeof StartBatchOutput>> {
  await seedClasses(ctx);
  const { orgId } = ctx.scope;
  const made = await transaction(ctx.app, "images.start-batch", async (tx) => {
    const same = await findBatchByRequestKey(tx, orgId, input.requestKey);
    if (same !== null) return { batchId: same.id };
    const plan = await planItems(tx, {
      orgId,
      inputs: input.inputs,
      forcedClass: input.class,
      isAgain: input.runAgain,
    });
    if (plan.planned.length === 0) {
      throw new AppError("BAD_INPUT", { message: plan.refused[0]?.reason ?? "no picture is chosen" });
    }
    return storeBatch(ctx, tx, {
      kind: "run",
      class: input.class,
      isPreview: input.preview,
      isAgain: input.runAgain,
      requestKey: input.requestKey,
      items: plan.planned.map(itemOf),
      refused: plan.refused,
    });
  });
  await pumpAfterCommit(ctx.app);
  return made;
}

export interface NewBatch {
  kind: "run" | "improve" | "confirm" | "replay";
  class: string | null;
  isPreview: boolean;
  /** "Run again": existing runs are not returned (IM52). */
  isAgain: boolean;
  requestKey: string;
  items: readonly NewItem[];
  refused: readonly { blake3: string; reason: string }[];
  /** Of a confirmation's batch. */
  proposalId?: string;
  replay?: z.infer<typeof BatchFacts>["replay"];
}

/** Stores a batch with its items, audit row and pointer, in the caller's transaction. */
export async function storeBatch(
  ctx: Context,
  tx: Parameters<typeof insertBatch>[0],
  batch: NewBatch,
): Promise<{ batchId: string }> {
  const actor = requireActor(ctx);
  const { app } = ctx;
  const { orgId } = ctx.scope;
  const at = app.clock.now();
  const batchId = app.random.uuid();
  const { kind, isPreview, requestKey } = batch;
  await insertBatch(
    tx,
    {
      id: batchId,
      orgId,
      kind,
      class: batch.class,
      isPreview,
      planJson: JSON.stringify(factsOf(batch)),
      inputCount: new Set(batch.items.map(({ inputBlake3 }) => inputBlake3)).size,
      requestKey,
      requestedBy: actor.name,
      actor: actor.userId,
      requestedAt: at,
    },
    batch.items,
  );
  await appendAudit(tx, {
    orgId,
    at,
    actor: actor.userId,
    address: ctx.address,
    action: "image_batch.started",
    object: `image-batch:${batchId}`,
    detail: { kind, items: batch.items.length, class: batch.class },
  });
  await publish(tx, { orgId, at, topic: "image", subject: batchId, kind: "batch" });
  return { batchId };
}

const factsOf = ({ refused, isAgain, proposalId, replay }: NewBatch) => ({ refused, isAgain, proposalId, replay });
