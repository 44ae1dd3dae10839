import type { Tx } from "../../../platform/app.ts";

interface NewFlag {
  orgId: string;
  hashes: string[];
  /** The event of an answer, or `selection:<user>`. */
  flagId: string;
  by: string;
  at: Date;
}

/** One person's word that these pictures cannot be used; said twice it is one flag (IM34, IM55). */
export async function flagUnusable(tx: Tx, { hashes, ...flag }: NewFlag): Promise<void> {
  const { orgId, flagId } = flag;
  const known = await tx.imageInputFlag.findMany({
    where: { orgId, flagId, blake3: { in: hashes } },
    select: { blake3: true },
  });
  const flagged = new Set(known.map(({ blake3 }) => blake3));
  const fresh = hashes.filter((blake3) => !flagged.has(blake3));
  if (fresh.length > 0) await tx.imageInputFlag.createMany({ data: fresh.map((blake3) => ({ ...flag, blake3 })) });
  await setUnusable(tx, { orgId, hashes }, true);
}

/** Takes one flag back; the picture is usable again once nobody's is left. */
export async function takeFlagBack(tx: Tx, flag: { orgId: string; blake3: string; flagId: string }): Promise<void> {
  const { orgId, blake3 } = flag;
  await tx.imageInputFlag.deleteMany({ where: flag });
  const left = await tx.imageInputFlag.count({ where: { orgId, blake3 } });
  if (left === 0) await setUnusable(tx, { orgId, hashes: [blake3] }, false);
}

/** Takes back whatever one answer flagged. */
export async function takeFlagsBack(tx: Tx, { orgId, flagId }: { orgId: string; flagId: string }): Promise<void> {
  const flags = await tx.imageInputFlag.findMany({ where: { orgId, flagId }, select: { blake3: true } });
  for (const { blake3 } of flags) await takeFlagBack(tx, { orgId, blake3, flagId });
}

/** Everybody's flags of these pictures. */
export async function clearFlags(tx: Tx, of: { orgId: string; hashes: string[] }): Promise<void> {
  await tx.imageInputFlag.deleteMany({ where: { orgId: of.orgId, blake3: { in: of.hashes } } });
  await setUnusable(tx, of, false);
}

async function setUnusable(tx: Tx, of: { orgId: string; hashes: string[] }, isUnusable: boolean): Promise<void> {
  await tx.imageInput.updateMany({ where: { orgId: of.orgId, blake3: { in: of.hashes } }, data: { isUnusable } });
}
