import type { Prisma } from "../../../../prisma/generated/sqlite/client.ts";
import type { Tx } from "../../../platform/app.ts";

export async function insertRating(tx: Tx, data: Prisma.ImageRatingUncheckedCreateInput): Promise<void> {
  await tx.imageRating.create({ data, select: { eventId: true } });
}

export async function insertVerdict(tx: Tx, data: Prisma.ImagePairUncheckedCreateInput): Promise<void> {
  await tx.imagePair.create({ data, select: { eventId: true } });
}

/** IM33: the event stays, its row names what took it back. */
export async function markRevoked(tx: Tx, of: { orgId: string; eventId: string; revokedBy: string }): Promise<void> {
  const { orgId, eventId, revokedBy } = of;
  await tx.imageRating.updateMany({ where: { orgId, eventId }, data: { revokedBy } });
  await tx.imagePair.updateMany({ where: { orgId, eventId }, data: { revokedBy } });
}
