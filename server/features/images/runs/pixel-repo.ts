import { z } from "zod";
import { Prisma } from "../../../../prisma/generated/sqlite/client.ts";
import type { Tx } from "../../../platform/app.ts";

const PixelRows = z.array(
  z.object({ id: z.string(), number: z.coerce.number(), input: z.string(), pixels: z.string() }),
);
/** A run by what its result decodes to. */
export type PixelRun = z.infer<typeof PixelRows>[number];

const MAX_SAME = 5000;

/** Those of the runs whose pixels are known; the list is the bound. */
export async function runsWithPixels(tx: Tx, orgId: string, ids: string[]): Promise<PixelRun[]> {
  const rows = await tx.imageRun.findMany({
    where: { orgId, id: { in: ids } },
    select: { id: true, number: true, inputBlake3: true, outputPixelsBlake3: true },
  });
  return rows.flatMap(({ id, number, inputBlake3: input, outputPixelsBlake3: pixels }) =>
    pixels === null ? [] : [{ id, number, input, pixels }],
  );
}

/** Named query: runs before the last of these that show one of their pictures, decode to the pixels of one of them and have a standing score outside the warm-up, the newest first; no replays (TU54). */
export async function ratedLikeThese(tx: Tx, orgId: string, these: readonly PixelRun[]): Promise<PixelRun[]> {
  const listOf = (texts: string[]) => Prisma.sql`(SELECT value FROM json_each(${JSON.stringify([...new Set(texts)])}))`;
  const rows = await tx.$queryRaw(Prisma.sql`
    SELECT r.id AS id, r.number AS number, r.input_blake3 AS input, r.output_pixels_blake3 AS pixels FROM image_runs r
    WHERE r.org_id = ${orgId} AND r.input_blake3 IN ${listOf(these.map(({ input }) => input))}
      AND r.output_pixels_blake3 IN ${listOf(these.map(({ pixels }) => pixels))}
      AND r.number < ${Math.max(...these.map(({ number }) => number))} AND r.replay_of IS NULL
      AND EXISTS (SELECT 1 FROM image_ratings t
        WHERE t.org_id = ${orgId} AND t.run_id = r.id AND t.revoked_by IS NULL AND NOT t.is_warm_up)
    ORDER BY r.number DESC LIMIT ${MAX_SAME}`);
  return PixelRows.parse(rows);
}
