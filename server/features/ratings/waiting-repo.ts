import { z } from "zod";
import { Prisma } from "../../../prisma/generated/sqlite/client.ts";
import type { Tx } from "../../platform/app.ts";

const NAMES_A_QUERY = 500;

/** Whose queue of which pictures; gold pairs are a queue of their own (IM64). */
export interface Queue {
  orgId: string;
  raterId: string;
  class: string | null;
  kind: "runs" | "pairs" | "gold";
}

/** Two runs that wait as a pair; the oldest first. */
export interface PairIds {
  pairId: string;
  first: string;
  second: string;
}

const RunIds = z.array(z.object({ id: z.string() }));
const Pairs = z.array(z.object({ pairId: z.string(), first: z.string(), second: z.string() }));
const Counts = z.array(z.object({ class: z.string(), waiting: z.coerce.number() }));

/** Named query: rateable runs that this person has no standing score of and nobody calls unusable, the oldest first (IM57, IM34). */
export async function unratedRunIds(tx: Tx, queue: Queue, take: number): Promise<string[]> {
  const rows = await tx.$queryRaw(Prisma.sql`SELECT r.id AS id ${unanswered(queue)} ORDER BY r.number LIMIT ${take}`);
  return RunIds.parse(rows).map(({ id }) => id);
}

/** Named query: pairs that this person has no standing verdict on and nobody calls unusable, the oldest first; those that are judged take no place of the others (IM57, IM34). */
export async function unjudgedPairs(tx: Tx, queue: Queue, take: number): Promise<PairIds[]> {
  const rows = await tx.$queryRaw(Prisma.sql`SELECT r.pair_id AS "pairId", r.id AS first, r.second AS second
    ${unanswered(queue)} ORDER BY r.number LIMIT ${take}`);
  return Pairs.parse(rows);
}

/** Named query: how many runs or pairs of each class wait, without those set aside. */
export async function waitingByClass(
  tx: Tx,
  queue: Queue,
  aside: ReadonlySet<string>,
): Promise<ReadonlyMap<string, number>> {
  const id = queue.kind === "runs" ? Prisma.sql`r.id` : Prisma.sql`r.pair_id`;
  const count = async (only: Prisma.Sql) =>
    Counts.parse(
      await tx.$queryRaw(Prisma.sql`SELECT r.class AS class, COUNT(DISTINCT ${id}) AS waiting
        ${unanswered(queue)} ${only} GROUP BY r.class`),
    );
  const counts = new Map((await count(Prisma.empty)).map((row) => [row.class, row.waiting]));
  const names = [...aside];
  for (let start = 0; start < names.length; start += NAMES_A_QUERY) {
    const some = Prisma.join(names.slice(start, start + NAMES_A_QUERY));
    for (const row of await count(Prisma.sql`AND ${id} IN (${some})`)) {
      counts.set(row.class, (counts.get(row.class) ?? 0) - row.waiting);
    }
  }
  return counts;
}

/** What one queue is made of, from `FROM` on: `r` is a run, or the older run of a pair with the other's id as `second`. Runs are paired by a window and the verdicts are one list, so that the database reads both once: a join of the runs with themselves took SQLite a minute for 10,000 pairs, this takes 0.2 s. */
function unanswered({ orgId, raterId, class: label, kind }: Queue): Prisma.Sql {
  const of = Prisma.sql`r.org_id = ${orgId} ${label === null ? Prisma.empty : Prisma.sql`AND r.class = ${label}`}
    AND ${isShowable(kind)}`;
  const isUsable = Prisma.sql`NOT EXISTS (SELECT 1 FROM image_input_flags f
    WHERE f.org_id = r.org_id AND f.blake3 = r.input_blake3)`;
  if (kind === "runs") {
    return Prisma.sql`FROM image_runs r WHERE ${of} AND ${isUsable}
      AND NOT EXISTS (SELECT 1 FROM image_ratings t WHERE t.org_id = r.org_id AND t.run_id = r.id
        AND t.rater_id = ${raterId} AND t.revoked_by IS NULL)`;
  }
  const own = Prisma.sql`FROM image_pairs p WHERE p.org_id = ${orgId} AND p.rater_id = ${raterId}
    AND p.revoked_by IS NULL AND p.confirmation_id IS NULL`;
  return Prisma.sql`FROM (SELECT r.org_id, r.class, r.pair_id, r.number, r.input_blake3, r.id,
        LEAD(r.id) OVER pair AS second, LEAD(r.input_blake3) OVER pair AS other, ROW_NUMBER() OVER pair AS place
      FROM image_runs r WHERE ${of} AND r.pair_id IS NOT NULL
      WINDOW pair AS (PARTITION BY r.class, r.pair_id ORDER BY r.number)) r
    WHERE r.place = 1 AND r.second IS NOT NULL AND r.other = r.input_blake3 AND ${isUsable}
      AND r.id || ' ' || r.second NOT IN (SELECT p.left_run || ' ' || p.right_run ${own}
        UNION ALL SELECT p.right_run || ' ' || p.left_run ${own})`;
}

/** IM57, IM46: a run that can be shown and rated, or a gold one. */
function isShowable(kind: Queue["kind"]): Prisma.Sql {
  const why = kind === "gold" ? Prisma.sql`= 'gold'` : Prisma.sql`IS NULL`;
  return Prisma.sql`r.state = 'done' AND r.not_rateable ${why} AND r.replay_of IS NULL
    AND r.output_blake3 IS NOT NULL AND r.before_blake3 IS NOT NULL`;
}
