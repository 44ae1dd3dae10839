import { z } from "zod";
import { Prisma } from "../../../../prisma/generated/sqlite/client.ts";
import type { Tx } from "../../../platform/app.ts";

export type Bucket = "running" | "finished" | "failed";

export interface TuneFilter {
  orgId: string;
  bucket: Bucket | null;
  agentId: string | null;
  /** Text to find in the label, the machine's name or the recommended model. */
  text: string | null;
}

export interface TuneWindow {
  sort: "requested" | "tps" | "duration";
  direction: "asc" | "desc";
  take: number;
  skip: number;
}

const BUCKET = Prisma.sql`CASE
  WHEN j.state IN ('QUEUED', 'LEASED', 'RUNNING', 'CANCELLING') THEN 'running'
  WHEN j.id IS NULL AND r.finished_reported_at IS NULL THEN 'running'
  WHEN j.state = 'SUCCEEDED' OR (j.id IS NULL AND r.exit_reason = 'ok') THEN 'finished'
  ELSE 'failed' END`;

const FROM = Prisma.sql`FROM tune_run r
  JOIN agent a ON a.id = r.agent_id AND a.org_id = r.org_id
  LEFT JOIN job j ON j.id = r.job_id AND j.org_id = r.org_id`;

const SORT = {
  requested: Prisma.sql`r.requested_at`,
  tps: Prisma.sql`json_extract(r.recommendation_json, '$.recommendation.tps_median')`,
  duration: Prisma.sql`julianday(r.ended_at) - julianday(r.started_at)`,
};
const DIRECTION = { asc: Prisma.sql`ASC`, desc: Prisma.sql`DESC` };

function whereOf(filter: TuneFilter): Prisma.Sql {
  const parts = [Prisma.sql`r.org_id = ${filter.orgId}`];
  if (filter.agentId !== null) parts.push(Prisma.sql`r.agent_id = ${filter.agentId}`);
  if (filter.bucket !== null) parts.push(Prisma.sql`${BUCKET} = ${filter.bucket}`);
  if (filter.text !== null) {
    const like = `%${filter.text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
    parts.push(Prisma.sql`(a.host_name LIKE ${like} ESCAPE '\\' OR 'TUNE-' || r.number LIKE ${like} ESCAPE '\\'
      OR json_extract(r.recommendation_json, '$.recommendation.model') LIKE ${like} ESCAPE '\\')`);
  }
  return Prisma.join(parts, " AND ");
}

const Ids = z.array(z.object({ id: z.string() }));
const Counts = z.array(z.object({ bucket: z.enum(["running", "finished", "failed"]), n: z.coerce.number() }));

/** Named query: one page of run ids; runs without a value sort last in either direction. */
export async function tunePageIds(tx: Tx, filter: TuneFilter, window: TuneWindow): Promise<string[]> {
  const key = SORT[window.sort];
  const rows = await tx.$queryRaw(Prisma.sql`SELECT r.id AS id ${FROM} WHERE ${whereOf(filter)}
    ORDER BY ${key} IS NULL, ${key} ${DIRECTION[window.direction]}, r.number DESC
    LIMIT ${window.take} OFFSET ${window.skip}`);
  return Ids.parse(rows).map(({ id }) => id);
}

/** Named query: how many runs each bucket has under a filter. */
export async function tuneCounts(tx: Tx, filter: TuneFilter): Promise<Record<Bucket, number>> {
  const rows = await tx.$queryRaw(
    Prisma.sql`SELECT ${BUCKET} AS bucket, COUNT(*) AS n ${FROM} WHERE ${whereOf(filter)} GROUP BY 1`,
  );
  const counts: Record<Bucket, number> = { running: 0, finished: 0, failed: 0 };
  for (const { bucket, n } of Counts.parse(rows)) counts[bucket] = n;
  return counts;
}
