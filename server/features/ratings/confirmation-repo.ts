import type { Db, Tx } from "../../platform/app.ts";

const MOST_PAIRS = 1_000;
const MOST_VERDICTS = 100_000;

/** How many inputs a confirmation was planned with, and where it stands (TU40). */
export function findConfirmation(tx: Tx, orgId: string, id: string) {
  return tx.imageConfirmation.findFirst({ where: { id, orgId }, select: { planned: true, state: true } });
}

const STANDING = { isReplaced: false, liveRun: { not: null }, candidateRun: { not: null } } as const;
const ITEM = { pairId: true, inputBlake3: true, liveRun: true, candidateRun: true } as const;

/** Pairs of a running confirmation that may be judged, in drawn order (TU40). */
export function confirmationPairs(tx: Tx, orgId: string, confirmationId: string) {
  return tx.imageConfirmationItem.findMany({
    where: { orgId, confirmationId, ...STANDING },
    orderBy: { position: "asc" },
    select: ITEM,
    take: MOST_PAIRS,
  });
}

/** One such pair; null where it was replaced. */
export function confirmationPair(tx: Tx, of: { orgId: string; confirmationId: string; pairId: string }) {
  return tx.imageConfirmationItem.findFirst({ where: { ...of, ...STANDING }, select: ITEM });
}

/** Which confirmation drew a pair, and which of its runs is of the live recipe; null for a pair of none. */
export function drawnWith(tx: Tx, orgId: string, pairId: string) {
  return tx.imageConfirmationItem.findFirst({
    where: { orgId, pairId },
    select: { confirmationId: true, liveRun: true },
  });
}

/** The next fresh input takes this one's place, for good (TU40). */
export async function replacePair(
  tx: Tx,
  of: { orgId: string; confirmationId: string; pairId: string },
): Promise<void> {
  await tx.imageConfirmationItem.updateMany({ where: of, data: { isReplaced: true } });
}

/** Everything that was drawn, in drawn order, with what became of it. */
export function drawnPairs(tx: Db | Tx, of: { orgId: string; confirmationId: string }) {
  return tx.imageConfirmationItem.findMany({
    where: of,
    orderBy: { position: "asc" },
    select: { ...ITEM, isReplaced: true },
    take: MOST_PAIRS,
  });
}

/** Standing verdicts of blind sittings of this console, in the order they were given. */
export async function blindVerdicts(tx: Db | Tx, of: { orgId: string; confirmationId: string }) {
  const sittings = await tx.imageRatingSession.findMany({
    where: { ...of, isBlind: true },
    select: { id: true },
    take: MOST_VERDICTS,
  });
  return tx.imagePair.findMany({
    where: { ...of, revokedBy: null, sessionId: { in: sittings.map(({ id }) => id) } },
    orderBy: { seq: "asc" },
    select: { leftRun: true, rightRun: true, raterId: true, verdict: true, shownLeft: true },
  });
}
