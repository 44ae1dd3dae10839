import { z } from "zod";
import { AppError } from "../../../platform/errors.ts";
import type { Context } from "../../../trpc/context.ts";
import {
  type BatchRow,
  factsOfBatch,
  findBatch,
  type ItemRow,
  itemsOf,
  newestBatches,
  openBatches,
} from "../batches/batch-repo.ts";
import type { BatchIdInput, BatchList, BatchProgress } from "../schema.ts";

/** Of those that have ended, too. */
const SHOWN = 5;
const FAILURES_SHOWN = 200;

/** Progress of one batch, with the reason of each failure (IM53). */
export async function getBatch(ctx: Context, input: z.infer<typeof BatchIdInput>): Promise<BatchProgress> {
  const { orgId } = ctx.scope;
  const batch = await findBatch(ctx.app.db, orgId, input.id);
  if (batch === null) throw new AppError("NOT_FOUND");
  return progressOf(batch, await itemsOf(ctx.app.db, { orgId, batchId: batch.id }));
}

/** Every batch that has not ended, so that each can be watched and cancelled (H-25), among the newest; newest first. */
export async function listBatches(ctx: Context): Promise<z.infer<typeof BatchList>> {
  const { orgId } = ctx.scope;
  const { db } = ctx.app;
  const newest = await newestBatches(db, orgId, SHOWN);
  const open = await openBatches(db, orgId);
  const shown = new Map([...newest, ...open].map((batch) => [batch.id, batch]));
  const rows: BatchProgress[] = [];
  for (const batch of [...shown.values()].sort((a, b) => b.number - a.number)) {
    rows.push(progressOf(batch, await itemsOf(db, { orgId, batchId: batch.id })));
  }
  return { rows };
}

function progressOf(batch: BatchRow, items: readonly ItemRow[]): BatchProgress {
  const count = (is: (item: ItemRow) => boolean): number => items.filter(is).length;
  return {
    id: batch.id,
    number: batch.number,
    kind: z.enum(["run", "improve", "confirm", "replay"]).parse(batch.kind),
    class: batch.class,
    isPreview: batch.isPreview,
    state: stateOf(batch, items),
    total: items.length,
    done: count(({ state }) => state === "done"),
    failed: count(({ state }) => state === "failed"),
    cancelled: count(({ state }) => state === "cancelled"),
    reused: count(({ isReused }) => isReused),
    classifying: count(({ step, state }) => step !== "run" && (state === "waiting" || state === "sent")),
    refused: factsOfBatch(batch).refused,
    failures: items
      .filter(({ state }) => state === "failed")
      .slice(0, FAILURES_SHOWN)
      .map(({ inputBlake3, reason }) => ({ blake3: inputBlake3, reason: reason ?? "no reason was given" })),
    requestedBy: batch.requestedBy,
    requestedAt: batch.requestedAt.toISOString(),
  };
}

export function stateOf(batch: BatchRow, items: readonly ItemRow[]): BatchProgress["state"] {
  const isOpen = items.some(({ state }) => state === "waiting" || state === "sent");
  if (batch.cancelledAt !== null) return isOpen ? "cancelling" : "cancelled";
  if (!isOpen) return "done";
  return items.some(({ state }) => state !== "waiting") ? "running" : "queued";
}
