import type { Db, Tx } from "../../../platform/app.ts";
import { type BatchRow, findBatch } from "../batches/batch-repo.ts";

type Reader = Db | Tx;
interface OfClass {
  orgId: string;
  class: string;
}

const MOST = 100_000;
/** Sides of a pair that checks raters and explores nothing (IM64). */
const GOLD_SIDES = ["untouched", "broken"] as const;

/** The inputs of the class's pairs so far with the recipe of each side, of every "Improve" batch. */
export async function improvePairs(
  tx: Reader,
  of: OfClass,
): Promise<{ inputBlake3: string; recipeSha: string | null }[]> {
  const batches = await tx.imageBatch.findMany({ where: { ...of, kind: "improve" }, select: { id: true }, take: MOST });
  return tx.imageBatchItem.findMany({
    where: {
      orgId: of.orgId,
      batchId: { in: batches.map(({ id }) => id) },
      OR: [{ origin: null }, { origin: { notIn: [...GOLD_SIDES] } }],
    },
    select: { inputBlake3: true, recipeSha: true },
  });
}

/** Inputs of the class that a person rated or compared; a tune may use them. */
export async function judgedInputs(tx: Reader, of: OfClass): Promise<string[]> {
  const rated = await tx.imageRating.groupBy({ by: ["inputBlake3"], where: of });
  const compared = await tx.imagePair.groupBy({ by: ["inputBlake3"], where: of });
  return [...rated, ...compared].flatMap(({ inputBlake3 }) => inputBlake3 ?? []);
}

/** The newest "Improve" batch of the class. */
export async function newestImprove(tx: Reader, of: OfClass): Promise<BatchRow | null> {
  const newest = await tx.imageBatch.findFirst({
    where: { ...of, kind: "improve" },
    orderBy: { number: "desc" },
    select: { id: true },
  });
  return newest === null ? null : findBatch(tx, of.orgId, newest.id);
}

/** What the pairs of a batch try beside the live recipe, in their order. */
export function exploredSets(
  tx: Reader,
  of: { orgId: string; batchId: string },
): Promise<{ recipeSha: string | null; origin: string | null; why: string | null }[]> {
  return tx.imageBatchItem.findMany({
    where: { ...of, origin: { notIn: ["live", ...GOLD_SIDES] } },
    orderBy: { position: "asc" },
    select: { recipeSha: true, origin: true, why: true },
    take: MOST,
  });
}
