import type { Prisma } from "../../../../prisma/generated/sqlite/client.ts";
import type { Tx } from "../../../platform/app.ts";

const OBLIGATION = {
  id: true,
  agentId: true,
  kind: true,
  label: true,
  state: true,
  attempts: true,
  error: true,
  openedAt: true,
} as const satisfies Prisma.RestoreObligationSelect;

export type ObligationRow = Prisma.RestoreObligationGetPayload<{ select: typeof OBLIGATION }>;

/** By id alone, so that another machine's id is noticed. */
export function findObligation(tx: Tx, id: string): Promise<ObligationRow | null> {
  return tx.restoreObligation.findUnique({ where: { id }, select: OBLIGATION });
}

export async function putObligation(tx: Tx, data: Prisma.RestoreObligationUncheckedCreateInput): Promise<void> {
  const { id, ...changes } = data;
  await tx.restoreObligation.upsert({ where: { id }, create: data, update: changes, select: { id: true } });
}

const MOST_OPEN = 1000;

/** What machines still owe, oldest first (PR4). */
export function openObligations(tx: Tx, orgId: string): Promise<ObligationRow[]> {
  return tx.restoreObligation.findMany({
    where: { orgId, state: { not: "cleared" } },
    orderBy: [{ openedAt: "asc" }, { id: "asc" }],
    select: OBLIGATION,
    take: MOST_OPEN,
  });
}
