import type { Prisma } from "../../../prisma/generated/sqlite/client.ts";
import type { Tx } from "../../platform/app.ts";

const PROBE = {
  id: true,
  orgId: true,
  agentId: true,
  jobId: true,
  origin: true,
  profile: true,
  purpose: true,
  cmpKey: true,
  tpsMethod: true,
  exitReason: true,
  message: true,
  requestedBy: true,
  requestedAt: true,
  startedAt: true,
  endedAt: true,
  contentSha256: true,
  startJson: true,
  levelsJson: true,
  summaryJson: true,
} as const satisfies Prisma.ProbeRunSelect;

export type ProbeRow = Prisma.ProbeRunGetPayload<{ select: typeof PROBE }>;

/** 15 levels of a sweep with 512 requests each stay far below this. */
const MAX_REQUESTS = 100_000;

export async function insertProbe(tx: Tx, data: Prisma.ProbeRunUncheckedCreateInput): Promise<void> {
  await tx.probeRun.create({ data, select: { id: true } });
}

export function findProbe(tx: Tx, where: { id: string; orgId: string }): Promise<ProbeRow | null> {
  return tx.probeRun.findFirst({ where, select: PROBE });
}

/** Whether any organisation has this id: a machine's own id is not its to give twice. */
export async function isProbeKnown(tx: Tx, id: string): Promise<boolean> {
  return (await tx.probeRun.findUnique({ where: { id }, select: { id: true } })) !== null;
}

export async function changeProbe(
  tx: Tx,
  probe: { id: string; orgId: string },
  data: Prisma.ProbeRunUncheckedUpdateInput,
): Promise<void> {
  await tx.probeRun.updateMany({ where: { id: probe.id, orgId: probe.orgId }, data });
}

export interface ProbePage {
  orgId: string;
  agentId: string;
  profile: string | null;
  skip: number;
  take: number;
}

/** Probes of one machine, newest first, and how many there are. */
export async function pageOfProbes(tx: Tx, page: ProbePage): Promise<{ rows: ProbeRow[]; total: number }> {
  const { orgId, agentId, profile, skip, take } = page;
  const where = { orgId, agentId, ...(profile === null ? {} : { profile }) };
  const rows = await tx.probeRun.findMany({
    where,
    orderBy: [{ requestedAt: "desc" }, { id: "desc" }],
    select: PROBE,
    skip,
    take,
  });
  return { rows, total: await tx.probeRun.count({ where }) };
}

export interface RequestRow {
  probeRunId: string;
  level: number;
  position: number;
  rawJson: string;
}

/** The raw requests of these probes, or of one level of them, in send order. */
export function requestsOf(
  tx: Tx,
  of: { orgId: string; probeIds: string[]; level?: number | undefined },
): Promise<RequestRow[]> {
  const { orgId, probeIds, level } = of;
  return tx.probeRequest.findMany({
    where: { orgId, probeRunId: { in: probeIds }, ...(level === undefined ? {} : { level }) },
    orderBy: [{ probeRunId: "asc" }, { level: "asc" }, { position: "asc" }],
    select: { probeRunId: true, level: true, position: true, rawJson: true },
    take: MAX_REQUESTS,
  });
}

export async function insertRequests(tx: Tx, rows: (RequestRow & { orgId: string })[]): Promise<void> {
  if (rows.length > 0) await tx.probeRequest.createMany({ data: rows });
}

export async function hostNameOf(tx: Tx, where: { id: string; orgId: string }): Promise<string> {
  const row = await tx.agent.findFirst({ where, select: { hostName: true } });
  return row?.hostName ?? "unknown";
}
