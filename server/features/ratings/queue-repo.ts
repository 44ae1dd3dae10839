import { z } from "zod";
import { Prisma } from "../../../prisma/generated/sqlite/client.ts";
import type { Tx } from "../../platform/app.ts";

const NAMES_A_QUERY = 500;

export interface RatingFacts {
  /** Standing ratings of the run's input, whatever the run. */
  inputRatings: number;
  /** Whether the other run of its pair has a standing rating. */
  isPartnerRated: boolean;
  /** √v of its arguments in stars, from the fit of the live recipe; null before a first fit. */
  spread: number | null;
}

const Facts = z.array(
  z.object({
    id: z.string(),
    ratings: z.coerce.number(),
    partner: z.coerce.boolean(),
    spread: z.coerce.number().nullable(),
  }),
);

/** Named query: what TU29 weighs a waiting run by. */
export async function ratingFacts(tx: Tx, orgId: string, runIds: readonly string[]): Promise<Map<string, RatingFacts>> {
  const facts = new Map<string, RatingFacts>();
  for (let start = 0; start < runIds.length; start += NAMES_A_QUERY) {
    const ids = Prisma.join(runIds.slice(start, start + NAMES_A_QUERY));
    const rows = await tx.$queryRaw(Prisma.sql`SELECT r.id AS id,
        (SELECT COUNT(*) FROM image_ratings t WHERE t.org_id = r.org_id AND t.input_blake3 = r.input_blake3
          AND t.revoked_by IS NULL) AS ratings,
        r.pair_id IS NOT NULL AND EXISTS (SELECT 1 FROM image_runs q WHERE q.org_id = r.org_id AND q.pair_id = r.pair_id AND q.id <> r.id
          AND EXISTS (SELECT 1 FROM image_ratings t WHERE t.org_id = q.org_id AND t.run_id = q.id
            AND t.revoked_by IS NULL)) AS partner,
        (SELECT s.spread FROM image_spreads s JOIN image_classes c
          ON c.org_id = s.org_id AND c.label = s.class AND c.live_sha = s.base_sha
          WHERE s.org_id = r.org_id AND s.class = r.class AND s.recipe_sha = r.recipe_sha) AS spread
      FROM image_runs r WHERE r.org_id = ${orgId} AND r.id IN (${ids})`);
    for (const { id, ratings, partner, spread } of Facts.parse(rows)) {
      facts.set(id, { inputRatings: ratings, isPartnerRated: partner, spread });
    }
  }
  return facts;
}

const Use = z.array(z.object({ class: z.string(), ratings: z.coerce.number(), values: z.coerce.number() }));

/** Named query: of each rated class how many scores stand, and how many distinct ones; of a run and rater the latest (IM33, IM65). */
export async function scoreUse(tx: Tx, of: { orgId: string; class: string | null }): Promise<z.infer<typeof Use>> {
  const ofClass = of.class === null ? Prisma.empty : Prisma.sql`AND t.class = ${of.class}`;
  const rows =
    await tx.$queryRaw(Prisma.sql`SELECT s.class AS class, COUNT(*) AS ratings, COUNT(DISTINCT s.score) AS "values" FROM (
      SELECT t.class AS class, t.score AS score, ROW_NUMBER() OVER (
        PARTITION BY t.run_id, t.rater_id ORDER BY t.ts_unix_ms DESC, t.seq DESC) AS place
      FROM image_ratings t WHERE t.org_id = ${of.orgId} ${ofClass} AND t.class IS NOT NULL AND t.run_id IS NOT NULL
        AND t.revoked_by IS NULL AND NOT t.is_warm_up) s
    WHERE s.place = 1 GROUP BY s.class`);
  return Use.parse(rows);
}
