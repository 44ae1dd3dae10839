import { z } from "zod";
import { NOT_REPLAYABLE } from "../../../../core/tuning/replay/stored-run.ts";
import type { Prisma } from "../../../../prisma/generated/sqlite/client.ts";
import type { Tx } from "../../../platform/app.ts";

const BATCH = {
  id: true,
  orgId: true,
  number: true,
  kind: true,
  class: true,
  isPreview: true,
  planJson: true,
  inputCount: true,
  requestedBy: true,
  actor: true,
  requestedAt: true,
  cancelledAt: true,
  endedAt: true,
} as const satisfies Prisma.ImageBatchSelect;
export type BatchRow = Prisma.ImageBatchGetPayload<{ select: typeof BATCH }>;

const ITEM = {
  batchId: true,
  position: true,
  orgId: true,
  inputBlake3: true,
  step: true,
  state: true,
  jobId: true,
  runId: true,
  class: true,
  classBy: true,
  recipeSha: true,
  recipeBlob: true,
  maxSeconds: true,
  pairId: true,
  isReused: true,
  origin: true,
  reason: true,
  replayOf: true,
  workLongSide: true,
  storedOutput: true,
} as const satisfies Prisma.ImageBatchItemSelect;
export type ItemRow = Prisma.ImageBatchItemGetPayload<{ select: typeof ITEM }>;
export type NewItem = Omit<Prisma.ImageBatchItemUncheckedCreateInput, "batchId" | "orgId" | "position">;

/** What was decided when the batch began. */
export const BatchFacts = z.strictObject({
  refused: z.array(z.strictObject({ blake3: z.string(), reason: z.string() })),
  isAgain: z.boolean(),
  /** Of a confirmation's batch. */
  proposalId: z.uuid().optional(),
  /** Of a replay: the recipe beside the stored ones, and what could not be run again (TU53). */
  replay: z
    .strictObject({
      candidateSha: z.string().nullable(),
      missingInputs: z.array(z.string()),
      notReplayable: z.record(z.enum(NOT_REPLAYABLE), z.int()),
    })
    .optional(),
});

export const factsOfBatch = (batch: Pick<BatchRow, "planJson">): z.infer<typeof BatchFacts> =>
  BatchFacts.parse(JSON.parse(batch.planJson));

/** "Run again" (IM52). */
export const isAgainOf = (batch: Pick<BatchRow, "planJson">): boolean => factsOfBatch(batch).isAgain;

const MAX_OPEN = 200;
const MAX_ITEMS = 10_000;

/** The n of a batch; throws where the request key is known (H-34). */
export async function insertBatch(
  tx: Tx,
  data: Omit<Prisma.ImageBatchUncheckedCreateInput, "number">,
  items: readonly NewItem[],
): Promise<void> {
  const name = `image-batch:${data.orgId}`;
  const counter = await tx.counter.upsert({
    where: { name },
    create: { name, value: 1 },
    update: { value: { increment: 1 } },
    select: { value: true },
  });
  await tx.imageBatch.create({ data: { ...data, number: counter.value }, select: { id: true } });
  await tx.imageBatchItem.createMany({
    data: items.map((item, position) => ({ ...item, batchId: data.id, orgId: data.orgId, position })),
  });
}

/** More items for a batch, which goes on by it even where it had ended. */
export async function addItems(tx: Tx, batch: { id: string; orgId: string }, items: readonly NewItem[]): Promise<void> {
  const { id: batchId, orgId } = batch;
  const known = await tx.imageBatchItem.count({ where: { orgId, batchId } });
  await tx.imageBatchItem.createMany({
    data: items.map((item, index) => ({ ...item, batchId, orgId, position: known + index })),
  });
  await changeBatch(tx, batch, { endedAt: null });
}

export async function hasOpenItems(tx: Tx, batch: { id: string; orgId: string }): Promise<boolean> {
  const where = { orgId: batch.orgId, batchId: batch.id, state: { in: ["waiting", "sent"] } };
  return (await tx.imageBatchItem.count({ where })) > 0;
}

export function findBatch(tx: Tx, orgId: string, id: string): Promise<BatchRow | null> {
  return tx.imageBatch.findFirst({ where: { id, orgId }, select: BATCH });
}

export function findBatchByRequestKey(tx: Tx, orgId: string, requestKey: string): Promise<BatchRow | null> {
  return tx.imageBatch.findFirst({ where: { orgId, requestKey }, select: BATCH });
}

/** Batches with something left to do, oldest first. */
export function openBatches(tx: Tx, orgId: string): Promise<BatchRow[]> {
  return tx.imageBatch.findMany({
    where: { orgId, endedAt: null },
    orderBy: { number: "asc" },
    select: BATCH,
    take: MAX_OPEN,
  });
}

export function newestBatches(tx: Tx, orgId: string, take: number): Promise<BatchRow[]> {
  return tx.imageBatch.findMany({ where: { orgId }, orderBy: { number: "desc" }, select: BATCH, take });
}

export async function changeBatch(
  tx: Tx,
  batch: { id: string; orgId: string },
  data: Prisma.ImageBatchUncheckedUpdateInput,
): Promise<void> {
  await tx.imageBatch.updateMany({ where: { id: batch.id, orgId: batch.orgId }, data });
}

export function itemsOf(tx: Tx, of: { orgId: string; batchId: string; state?: string }): Promise<ItemRow[]> {
  return tx.imageBatchItem.findMany({ where: of, orderBy: { position: "asc" }, select: ITEM, take: MAX_ITEMS });
}

/** Items that wait for the class of this input. */
export function itemsToClassify(tx: Tx, orgId: string, inputBlake3: string): Promise<ItemRow[]> {
  return tx.imageBatchItem.findMany({
    where: { orgId, inputBlake3, step: "classify", state: { in: ["waiting", "sent"] } },
    select: ITEM,
    take: MAX_ITEMS,
  });
}

/** What this job was sent for an input. */
export function itemsOfJob(tx: Tx, of: { orgId: string; jobId: string; inputBlake3: string }): Promise<ItemRow[]> {
  return tx.imageBatchItem.findMany({ where: of, select: ITEM, take: MAX_ITEMS });
}

export async function changeItem(
  tx: Tx,
  item: { batchId: string; position: number },
  data: Prisma.ImageBatchItemUncheckedUpdateInput,
): Promise<void> {
  const { batchId, position } = item;
  await tx.imageBatchItem.update({
    where: { batchId_position: { batchId, position } },
    data,
    select: { position: true },
  });
}

/** Ends what waits for a job, or for a run of another batch, which goes on. */
export async function cancelWaiting(tx: Tx, of: { orgId: string; batchId: string }, reason: string): Promise<void> {
  const where = { ...of, OR: [{ state: "waiting" }, { state: "sent", isReused: true }] };
  await tx.imageBatchItem.updateMany({ where, data: { state: "cancelled", reason } });
}

/** Image jobs of a batch, with their states. */
export async function jobStatesOf(
  tx: Tx,
  orgId: string,
  jobIds: string[],
): Promise<{ id: string; state: string; exitReason: string | null }[]> {
  return tx.job.findMany({
    where: { orgId, id: { in: jobIds } },
    select: { id: true, state: true, exitReason: true },
    take: Math.max(1, jobIds.length),
  });
}

/** Machines that are not revoked, house agent first, then by who called last. */
export function possibleHosts(tx: Tx, orgId: string): Promise<{ id: string }[]> {
  return tx.agent.findMany({
    where: { orgId, state: "ACTIVE" },
    orderBy: [{ isHouse: "desc" }, { lastContactAt: "desc" }],
    select: { id: true },
    take: MAX_OPEN,
  });
}
