import type { Tx } from "../../platform/app.ts";

/** Whether these bytes were made by an agent's child: an output, a "before" picture or a thumbnail, and are no original (UB2). */
export async function isReencoded(tx: Tx, orgId: string, blake3: string): Promise<boolean> {
  const original = await tx.imageInput.findFirst({ where: { orgId, blake3 }, select: { blake3: true } });
  if (original !== null) return false;
  const made = { OR: [{ outputBlake3: blake3 }, { beforeBlake3: blake3 }, { thumbBlake3: blake3 }] };
  const run = await tx.imageRun.findFirst({ where: { orgId, ...made }, select: { id: true } });
  if (run !== null) return true;
  const input = await tx.imageInput.findFirst({ where: { orgId, thumbBlake3: blake3 }, select: { blake3: true } });
  return input !== null;
}

export async function formatOf(tx: Tx, orgId: string, blake3: string): Promise<string | null> {
  const row = await tx.imageBlob.findUnique({
    where: { orgId_blake3: { orgId, blake3 } },
    select: { format: true },
  });
  return row?.format ?? null;
}

export function findOutput(tx: Tx, orgId: string, id: string) {
  return tx.imageRun.findFirst({ where: { orgId, id, state: "done" }, select: { outputBlake3: true, number: true } });
}
