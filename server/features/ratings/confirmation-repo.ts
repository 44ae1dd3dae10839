import type { Tx } from "../../platform/app.ts";

/** How many inputs a confirmation was planned with, and where it stands (TU40). */
export function findConfirmation(tx: Tx, orgId: string, id: string) {
  return tx.imageConfirmation.findFirst({ where: { id, orgId }, select: { planned: true, state: true } });
}

const STANDING = { isReplaced: false, liveRun: { not: null }, candidateRun: { not: null } } as const;
const ITEM = { pairId: true, liveRun: true, candidateRun: true } as const;

/** Pairs of a running confirmation that may be judged, in drawn order (TU40). */
export function confirmationPairs(tx: Tx, orgId: string, confirmationId: string) {
  return tx.imageConfirmationItem.findMany({
    where: { orgId, confirmationId, ...STANDING },
    orderBy: { position: "asc" },
    select: ITEM,
    take: 1000,
  });
}

/** One such pair; null where it was replaced. */
export function confirmationPair(tx: Tx, of: { orgId: string; confirmationId: string; pairId: string }) {
  return tx.imageConfirmationItem.findFirst({ where: { ...of, ...STANDING }, select: ITEM });
}

/** The next fresh input takes this one's place, for good (TU40). */
export async function replacePair(
  tx: Tx,
  of: { orgId: string; confirmationId: string; pairId: string },
): Promise<void> {
  await tx.imageConfirmationItem.updateMany({ where: of, data: { isReplaced: true } });
}

/** Whether any verdict on the pair's runs stands in the confirmation. */
export async function isJudged(
  tx: Tx,
  of: { orgId: string; confirmationId: string; runs: readonly string[] },
): Promise<boolean> {
  const { orgId, confirmationId } = of;
  const runs = { in: [...of.runs] };
  const where = { orgId, confirmationId, revokedBy: null, leftRun: runs, rightRun: runs };
  return (await tx.imagePair.count({ where })) > 0;
}
