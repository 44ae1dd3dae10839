import { z } from "zod";
import { Prisma } from "../../../../prisma/generated/sqlite/client.ts";
import type { Db, Tx } from "../../../platform/app.ts";

interface Evidence {
  orgId: string;
  class: string;
  /** Their BLAKE3. */
  inputs: readonly string[];
  /** The last place of the log that was read. */
  place: number;
}

const Counts = z.tuple([
  z.object({ scores: z.coerce.number(), verdicts: z.coerce.number(), pictures: z.coerce.number() }),
]);

/** Named query: the scores and verdicts of these pictures up to a place of the log that were taken back after it, and the pictures corrected out of the class since (AP1, IM12, IM33). */
export async function countChangedEvidence(
  tx: Db | Tx,
  { orgId, class: label, inputs, place }: Evidence,
): Promise<number> {
  const named = JSON.stringify(inputs);
  const rows = await tx.$queryRaw(Prisma.sql`SELECT
    (SELECT COUNT(*) FROM image_ratings t JOIN image_events e
      ON e.org_id = t.org_id AND e.identity = 'event:' || t.revoked_by
      WHERE t.org_id = ${orgId} AND t.input_blake3 IN (SELECT value FROM json_each(${named}))
        AND t.seq <= ${place} AND e.seq > ${place}) AS scores,
    (SELECT COUNT(*) FROM image_pairs p JOIN image_events e
      ON e.org_id = p.org_id AND e.identity = 'event:' || p.revoked_by
      WHERE p.org_id = ${orgId} AND p.class = ${label} AND p.input_blake3 IN (SELECT value FROM json_each(${named}))
        AND p.seq <= ${place} AND e.seq > ${place}) AS verdicts,
    (SELECT COUNT(DISTINCT c.input_blake3) FROM image_corrections c
      WHERE c.org_id = ${orgId} AND c.input_blake3 IN (SELECT value FROM json_each(${named}))
        AND c.seq > ${place} AND c.class_now <> ${label} AND c.revoked_by IS NULL) AS pictures`);
  const [{ scores, verdicts, pictures }] = Counts.parse(rows);
  return scores + verdicts + pictures;
}
