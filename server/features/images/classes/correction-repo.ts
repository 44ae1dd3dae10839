import type { Prisma } from "../../../../prisma/generated/sqlite/client.ts";
import type { Tx } from "../../../platform/app.ts";

export type NewCorrection = Prisma.ImageCorrectionUncheckedCreateInput;

export async function insertCorrections(tx: Tx, rows: NewCorrection[]): Promise<void> {
  await tx.imageCorrection.createMany({ data: rows });
}

/** The class that a person last gave a picture, of equal times by the later line; null where no correction stands (IM33). */
export async function standingCorrection(tx: Tx, of: { orgId: string; inputBlake3: string }): Promise<string | null> {
  const row = await tx.imageCorrection.findFirst({
    where: { ...of, revokedBy: null },
    orderBy: [{ tsUnixMs: "desc" }, { seq: "desc" }],
    select: { classNow: true },
  });
  return row?.classNow ?? null;
}

/** Unix milliseconds of the last correction of these pictures that stands, 0 where none does; the list is the bound. */
export async function lastCorrectionMs(tx: Tx, of: { orgId: string; hashes: string[] }): Promise<number> {
  const { _max } = await tx.imageCorrection.aggregate({
    where: { orgId: of.orgId, inputBlake3: { in: of.hashes }, revokedBy: null },
    _max: { tsUnixMs: true },
  });
  return Number(_max.tsUnixMs ?? 0);
}

/** IM33: the event stays, its row names what took it back. Returns the picture it was about, null where the event is no correction. */
export async function markCorrectionRevoked(
  tx: Tx,
  { revokedBy, ...orgId_eventId }: { orgId: string; eventId: string; revokedBy: string },
): Promise<string | null> {
  const row = await tx.imageCorrection.findUnique({ where: { orgId_eventId }, select: { inputBlake3: true } });
  if (row === null) return null;
  await tx.imageCorrection.update({ where: { orgId_eventId }, data: { revokedBy }, select: { eventId: true } });
  return row.inputBlake3;
}
