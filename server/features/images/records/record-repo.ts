import type { Prisma } from "../../../../prisma/generated/sqlite/client.ts";
import type { Tx } from "../../../platform/app.ts";

export type NewEventRow = Omit<Prisma.ImageEventUncheckedCreateInput, "seq">;

const counterOf = (orgId: string): string => `image-event:${orgId}`;

/** Takes `count` places in the log; returns the first. */
export async function takePlaces(tx: Tx, orgId: string, count: number): Promise<number> {
  const name = counterOf(orgId);
  const counter = await tx.counter.upsert({
    where: { name },
    create: { name, value: count },
    update: { value: { increment: count } },
    select: { value: true },
  });
  return counter.value - count + 1;
}

export async function findRecord(
  tx: Tx,
  key: { orgId: string; identity: string },
): Promise<{ seq: number; line: Uint8Array } | null> {
  return tx.imageEvent.findUnique({ where: { orgId_identity: key }, select: { seq: true, line: true } });
}

export async function insertRecords(tx: Tx, rows: (NewEventRow & { seq: number })[]): Promise<void> {
  if (rows.length > 0) await tx.imageEvent.createMany({ data: rows });
}
