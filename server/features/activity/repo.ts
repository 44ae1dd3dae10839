import type { Db, Tx } from "../../platform/app.ts";
import type { AuditRow } from "./audit-row.ts";

/** The newest link, or null before the first. */
export function findHead(tx: Tx): Promise<{ seq: number; hash: string } | null> {
  return tx.auditEntry.findFirst({ orderBy: { seq: "desc" }, select: { seq: true, hash: true } });
}

/** Writes one link; triggers refuse to change it later (AU2). */
export async function insertEntry(tx: Tx, row: AuditRow & { hash: string }): Promise<void> {
  await tx.auditEntry.create({ data: row, select: { seq: true } });
}

/** The next `take` links after `seq`, oldest first. */
export function listAfter(db: Db | Tx, seq: number, take: number): Promise<(AuditRow & { hash: string })[]> {
  return db.auditEntry.findMany({
    where: { seq: { gt: seq } },
    orderBy: { seq: "asc" },
    take,
    select: {
      seq: true,
      orgId: true,
      at: true,
      actor: true,
      address: true,
      action: true,
      object: true,
      beforeHash: true,
      afterHash: true,
      detailJson: true,
      prev: true,
      hash: true,
    },
  });
}

/** Links about one object since a time, oldest first. */
export function listOfObject(
  tx: Db | Tx,
  { orgId, object, since }: { orgId: string; object: string; since: Date },
  take: number,
) {
  return tx.auditEntry.findMany({
    where: { orgId, object, at: { gte: since } },
    orderBy: { seq: "asc" },
    take,
    select: { at: true, actor: true, action: true, detailJson: true },
  });
}
