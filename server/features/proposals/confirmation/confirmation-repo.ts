import type { Prisma } from "../../../../prisma/generated/sqlite/client.ts";
import type { Db, Tx } from "../../../platform/app.ts";

const TARGET = {
  id: true,
  orgId: true,
  class: true,
  origin: true,
  verdict: true,
  baseSha: true,
  recipeSha: true,
  toml: true,
  inputsJson: true,
  state: true,
} as const satisfies Prisma.ImageProposalSelect;
export type ConfirmedProposal = Prisma.ImageProposalGetPayload<{ select: typeof TARGET }>;

const ROW = {
  id: true,
  orgId: true,
  proposalId: true,
  class: true,
  baseSha: true,
  recipeSha: true,
  planned: true,
  seed: true,
  state: true,
  batchId: true,
  resultJson: true,
  requestedAt: true,
} as const satisfies Prisma.ImageConfirmationSelect;
export type ConfirmationRow = Prisma.ImageConfirmationGetPayload<{ select: typeof ROW }>;

const ITEM = {
  position: true,
  inputBlake3: true,
  pairId: true,
  liveRun: true,
  candidateRun: true,
  isReplaced: true,
} as const satisfies Prisma.ImageConfirmationItemSelect;
export type ConfirmationItem = Prisma.ImageConfirmationItemGetPayload<{ select: typeof ITEM }>;

const MOST = 1_000;

export function findTarget(tx: Db | Tx, of: { orgId: string; id: string }): Promise<ConfirmedProposal | null> {
  return tx.imageProposal.findFirst({ where: of, select: TARGET });
}

/** Confirmations of exactly these two recipes, newest first. */
export function confirmationsOf(
  tx: Db | Tx,
  of: { orgId: string; class: string; baseSha: string; recipeSha: string },
): Promise<ConfirmationRow[]> {
  return tx.imageConfirmation.findMany({ where: of, orderBy: { requestedAt: "desc" }, select: ROW, take: MOST });
}

/** Those that a change could still end or void. */
export async function openConfirmations(db: Db, orgId: string): Promise<ConfirmationRow[]> {
  const open = await db.imageProposal.findMany({ where: { orgId, state: "open" }, select: { id: true }, take: MOST });
  const ids = open.map(({ id }) => id);
  return db.imageConfirmation.findMany({
    where: { orgId, OR: [{ state: "running" }, { state: "passed", proposalId: { in: ids } }] },
    orderBy: { requestedAt: "asc" },
    select: ROW,
    take: MOST,
  });
}

/** Those of a class that run, oldest first. */
export function runningConfirmations(tx: Tx, of: { orgId: string; class: string }): Promise<ConfirmationRow[]> {
  return tx.imageConfirmation.findMany({
    where: { ...of, state: "running" },
    orderBy: { requestedAt: "asc" },
    select: ROW,
    take: MOST,
  });
}

export function findConfirmation(tx: Db | Tx, of: { orgId: string; id: string }): Promise<ConfirmationRow | null> {
  return tx.imageConfirmation.findFirst({ where: of, select: ROW });
}

export async function insertConfirmation(tx: Tx, data: Prisma.ImageConfirmationUncheckedCreateInput): Promise<void> {
  await tx.imageConfirmation.create({ data, select: { id: true } });
}

export async function changeConfirmation(
  tx: Tx,
  of: { orgId: string; id: string },
  data: Prisma.ImageConfirmationUncheckedUpdateInput,
): Promise<void> {
  await tx.imageConfirmation.updateMany({ where: of, data });
}

/** Drawn inputs in order. */
export function itemsOf(tx: Db | Tx, of: { orgId: string; confirmationId: string }): Promise<ConfirmationItem[]> {
  return tx.imageConfirmationItem.findMany({ where: of, orderBy: { position: "asc" }, select: ITEM, take: MOST });
}

export async function insertItems(tx: Tx, data: Prisma.ImageConfirmationItemCreateManyInput[]): Promise<void> {
  if (data.length > 0) await tx.imageConfirmationItem.createMany({ data });
}

export async function changeItem(
  tx: Tx,
  of: { orgId: string; confirmationId: string; position: number },
  data: Prisma.ImageConfirmationItemUncheckedUpdateInput,
): Promise<void> {
  await tx.imageConfirmationItem.updateMany({ where: of, data });
}
