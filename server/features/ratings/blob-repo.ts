import type { Tx } from "../../platform/app.ts";

/** Content types of stored pictures, by content; what is no picture has none. */
export async function mediaTypes(tx: Tx, orgId: string, hashes: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx.imageBlob.findMany({
    where: { orgId, blake3: { in: [...hashes] } },
    select: { blake3: true, format: true },
    take: Math.max(1, hashes.length),
  });
  return new Map(rows.flatMap(({ blake3, format }) => (format === null ? [] : [[blake3, `image/${format}`] as const])));
}
