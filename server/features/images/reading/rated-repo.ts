import { z } from "zod";
import { Prisma } from "../../../../prisma/generated/sqlite/client.ts";
import type { Tx } from "../../../platform/app.ts";

/** One class, or all of them. */
interface OfClasses {
  readonly orgId: string;
  readonly class?: string;
}

/**
 * The rated runs of a class, or of each, as the tuner reads the log: by a score, or by a verdict between two runs of one
 * input that is the rater's last word on them and not `not_sure`; no replay, no warm-up, nothing revoked or corrected (TU6, TU7, TU9, TU54).
 */
function ratedRuns({ orgId, class: label }: OfClasses): Prisma.Sql {
  const ofClass = (column: Prisma.Sql) => (label === undefined ? Prisma.empty : Prisma.sql`AND ${column} = ${label}`);
  return Prisma.sql`good AS (
      SELECT r.id AS id, r.class AS class, r.input_blake3 AS input, r.recipe_sha AS sha, r.work_long_side AS side
      FROM image_runs r WHERE r.org_id = ${orgId} ${ofClass(Prisma.sql`r.class`)} AND r.state = 'done' AND r.replay_of IS NULL
        AND NOT r.is_class_corrected AND NOT r.is_sha_mismatch),
    said AS (
      SELECT p.class AS class, p.left_run AS left_run, p.right_run AS right_run, p.verdict AS verdict, ROW_NUMBER() OVER (
        PARTITION BY p.class, p.rater_id, CASE WHEN p.left_run < p.right_run THEN p.left_run ELSE p.right_run END,
          CASE WHEN p.left_run < p.right_run THEN p.right_run ELSE p.left_run END
        ORDER BY p.ts_unix_ms DESC, p.seq DESC) AS place
      FROM image_pairs p WHERE p.org_id = ${orgId} ${ofClass(Prisma.sql`p.class`)}
        AND p.revoked_by IS NULL AND NOT p.is_warm_up AND NOT p.is_gold),
    judged AS (
      SELECT a.id AS one, b.id AS other, a.sha AS one_sha, b.sha AS other_sha, a.side AS one_side, b.side AS other_side
      FROM said s JOIN good a ON a.id = s.left_run AND a.class = s.class
        JOIN good b ON b.id = s.right_run AND b.class = s.class
      WHERE s.place = 1 AND s.verdict <> 'not_sure' AND a.id <> b.id AND a.input = b.input),
    scored AS (
      SELECT g.id AS id FROM good g WHERE EXISTS (SELECT 1 FROM image_ratings t
        WHERE t.org_id = ${orgId} AND t.run_id = g.id AND t.revoked_by IS NULL AND NOT t.is_warm_up))`;
}

const Groups = z.array(
  z.object({
    class: z.string(),
    sha: z.string(),
    side: z.coerce.number().nullable(),
    example: z.string(),
    runs: z.coerce.number(),
  }),
);
export type RatedSet = z.infer<typeof Groups>[number];

/** Named query: the rated runs of a class, or of each where none is given, by recipe and working size (null is full size), each with one of them by name. */
export async function ratedSets(tx: Tx, of: OfClasses): Promise<RatedSet[]> {
  const rows = await tx.$queryRaw(Prisma.sql`WITH ${ratedRuns(of)}
    SELECT g.class AS class, g.sha AS sha, g.side AS side, MIN(g.id) AS example, COUNT(*) AS runs
    FROM good g JOIN (SELECT id FROM scored UNION SELECT one FROM judged UNION SELECT other FROM judged) n ON n.id = g.id
    GROUP BY g.class, g.sha, g.side`);
  return Groups.parse(rows);
}

interface Comparable {
  readonly shas: readonly string[];
  readonly side: number | null;
}

const Counted = z.tuple([z.object({ rated: z.coerce.number(), sets: z.coerce.number() })]);

/** Named query: the rated runs of these recipes at one working size, and their distinct argument sets; a verdict counts only between two such runs (TU8, TU9). The recipes are one variable, as a class may have more of them than a query may have variables. */
export async function countRated(
  tx: Tx,
  of: { orgId: string; class: string },
  { shas, side }: Comparable,
): Promise<{ rated: number; argumentSets: number }> {
  const fits = (sha: Prisma.Sql, at: Prisma.Sql) =>
    Prisma.sql`${sha} IN (SELECT value FROM fitting) AND ${side === null ? Prisma.sql`${at} IS NULL` : Prisma.sql`${at} = ${side}`}`;
  const both = Prisma.sql`${fits(Prisma.sql`one_sha`, Prisma.sql`one_side`)} AND ${fits(Prisma.sql`other_sha`, Prisma.sql`other_side`)}`;
  const rows =
    await tx.$queryRaw(Prisma.sql`WITH fitting AS (SELECT value FROM json_each(${JSON.stringify(shas)})), ${ratedRuns(of)}
    SELECT COUNT(*) AS rated, COUNT(DISTINCT g.sha) AS sets
    FROM good g JOIN (SELECT id FROM scored UNION SELECT one FROM judged WHERE ${both}
      UNION SELECT other FROM judged WHERE ${both}) n ON n.id = g.id
    WHERE ${fits(Prisma.sql`g.sha`, Prisma.sql`g.side`)}`);
  const [{ rated, sets }] = Counted.parse(rows);
  return { rated, argumentSets: sets };
}
