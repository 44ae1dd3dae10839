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

/** Of these identities, those that are stored. */
export async function knownIdentities(tx: Tx, orgId: string, identities: string[]): Promise<Set<string>> {
  const rows = await tx.imageEvent.findMany({
    where: { orgId, identity: { in: identities } },
    select: { identity: true },
    take: Math.max(1, identities.length),
  });
  return new Set(rows.map(({ identity }) => identity));
}

interface LinePage {
  orgId: string;
  after: number;
  class: string | null;
  take: number;
}

/** Stored lines in log order. A classification is an event of a job and no line of a log (JK7). */
export function pageOfLines(tx: Tx, page: LinePage): Promise<{ seq: number; line: Uint8Array }[]> {
  const { orgId, after, take } = page;
  return tx.imageEvent.findMany({
    where: {
      orgId,
      seq: { gt: after },
      kind: { not: "classification" },
      ...(page.class === null ? {} : { class: page.class }),
    },
    orderBy: { seq: "asc" },
    select: { seq: true, line: true },
    take,
  });
}
