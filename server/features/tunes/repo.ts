import type { Prisma } from "../../../prisma/generated/sqlite/client.ts";
import type { Tx } from "../../platform/app.ts";

const RUN = {
  id: true,
  orgId: true,
  agentId: true,
  jobId: true,
  number: true,
  origin: true,
  planJson: true,
  targetContext: true,
  engine: true,
  engineVersion: true,
  binaryVersion: true,
  specVersion: true,
  rngKey: true,
  exitReason: true,
  message: true,
  requestedAt: true,
  startedAt: true,
  endedAt: true,
  finishedReportedAt: true,
  recommendationJson: true,
  recipeHash: true,
  recheck: true,
  machineJson: true,
  baselineJson: true,
  confirmationJson: true,
  isApplied: true,
} as const satisfies Prisma.TuneRunSelect;

export type RunRow = Prisma.TuneRunGetPayload<{ select: typeof RUN }>;

const TRIAL = {
  id: true,
  tuneRunId: true,
  localId: true,
  at: true,
  stage: true,
  model: true,
  targetContext: true,
  maxTokens: true,
  measuredPromptTokens: true,
  tpsMedian: true,
  ttftP95Ms: true,
  isFeasible: true,
  errorCount: true,
  isKept: true,
  notes: true,
  kvBits: true,
  maxContext: true,
  maxBatch: true,
  replicatesN: true,
  tpsMethod: true,
  ttftColdMs: true,
  peakMemoryBytes: true,
  requestedJson: true,
  effectiveJson: true,
  flagsJson: true,
  recheck: true,
} as const satisfies Prisma.TuneTrialSelect;

export type TrialRow = Prisma.TuneTrialGetPayload<{ select: typeof TRIAL }>;
export type NewTrialRow = Prisma.TuneTrialUncheckedCreateInput;

/** A grid of 3 x 64 x 16 cells and 50 candidates stays below this. */
const MAX_TRIALS = 4_000;
const MAX_REPLICATES = 100_000;

export async function insertRun(tx: Tx, data: Prisma.TuneRunUncheckedCreateInput): Promise<void> {
  await tx.tuneRun.create({ data, select: { id: true } });
}

export function findRun(tx: Tx, where: { id: string; orgId: string }): Promise<RunRow | null> {
  return tx.tuneRun.findFirst({ where, select: RUN });
}

/** Whose run an id is, in whatever organisation. */
export function ownerOfRun(tx: Tx, id: string): Promise<{ orgId: string; agentId: string } | null> {
  return tx.tuneRun.findUnique({ where: { id }, select: { orgId: true, agentId: true } });
}

/** The facts a machine last reported, as stored. */
export async function machineFactsOf(tx: Tx, of: { orgId: string; agentId: string }): Promise<string | null> {
  const where = { id: of.agentId, orgId: of.orgId };
  return (await tx.agent.findFirst({ where, select: { factsJson: true } }))?.factsJson ?? null;
}

export function findRunOfJob(tx: Tx, where: { jobId: string; orgId: string }): Promise<RunRow | null> {
  return tx.tuneRun.findFirst({ where, select: RUN });
}

export function findRuns(tx: Tx, orgId: string, ids: string[]): Promise<RunRow[]> {
  return tx.tuneRun.findMany({ where: { orgId, id: { in: ids } }, select: RUN, take: ids.length });
}

export async function changeRun(
  tx: Tx,
  run: { id: string; orgId: string },
  data: Prisma.TuneRunUncheckedUpdateInput,
): Promise<void> {
  await tx.tuneRun.updateMany({ where: { id: run.id, orgId: run.orgId }, data });
}

/** The n of TUNE-n, gapless per organisation. */
export async function nextRunNumber(tx: Tx, orgId: string): Promise<number> {
  const counter = await tx.counter.upsert({
    where: { name: `tune:${orgId}` },
    create: { name: `tune:${orgId}`, value: 1 },
    update: { value: { increment: 1 } },
    select: { value: true },
  });
  return counter.value;
}

/** The newest complete run of each of these machines. */
export async function newestCompleteRuns(tx: Tx, orgId: string, agentIds: string[]): Promise<RunRow[]> {
  const newest = await tx.tuneRun.groupBy({
    by: ["agentId"],
    where: { orgId, agentId: { in: agentIds }, exitReason: "ok", recipeHash: { not: null } },
    _max: { number: true },
  });
  const numbers = newest.flatMap(({ _max }) => _max.number ?? []);
  return tx.tuneRun.findMany({ where: { orgId, number: { in: numbers } }, select: RUN, take: agentIds.length });
}

/** Complete runs of one machine, newest first, for estimates. */
export function completeRunsOf(tx: Tx, of: { orgId: string; agentId: string; take: number }): Promise<RunRow[]> {
  const { orgId, agentId, take } = of;
  return tx.tuneRun.findMany({
    where: { orgId, agentId, exitReason: "ok", startedAt: { not: null }, endedAt: { not: null } },
    orderBy: { requestedAt: "desc" },
    select: RUN,
    take,
  });
}

export function runsEndedSince(tx: Tx, of: { orgId: string; since: Date; take: number }): Promise<RunRow[]> {
  const { orgId, since, take } = of;
  return tx.tuneRun.findMany({
    where: { orgId, finishedReportedAt: { gte: since } },
    orderBy: [{ finishedReportedAt: "desc" }, { number: "desc" }],
    select: RUN,
    take,
  });
}

export function findRunsOfJobs(tx: Tx, orgId: string, jobIds: string[]): Promise<RunRow[]> {
  return tx.tuneRun.findMany({
    where: { orgId, jobId: { in: jobIds } },
    orderBy: { number: "desc" },
    select: RUN,
    take: jobIds.length,
  });
}

/** Runs by hand whose end was not reported yet, newest first. */
export function openLocalRuns(tx: Tx, orgId: string, agentIds: string[]): Promise<RunRow[]> {
  return tx.tuneRun.findMany({
    where: { orgId, agentId: { in: agentIds }, origin: "local", finishedReportedAt: null },
    orderBy: { number: "desc" },
    select: RUN,
    take: Math.max(1, agentIds.length),
  });
}

export function trialsOfRuns(tx: Tx, orgId: string, tuneRunIds: string[]): Promise<TrialRow[]> {
  return tx.tuneTrial.findMany({
    where: { orgId, tuneRunId: { in: tuneRunIds } },
    orderBy: [{ tuneRunId: "asc" }, { localId: "asc" }],
    select: TRIAL,
    take: MAX_TRIALS,
  });
}

export function findTrialContent(
  tx: Tx,
  key: { agentId: string; tuneRunId: string; localId: number },
): Promise<{ contentSha256: string } | null> {
  return tx.tuneTrial.findUnique({ where: { agentId_tuneRunId_localId: key }, select: { contentSha256: true } });
}

export async function insertTrial(
  tx: Tx,
  row: NewTrialRow,
  rawReplicates: { isWarmUp: boolean; rawJson: string }[],
): Promise<void> {
  await tx.tuneTrial.create({ data: row, select: { id: true } });
  if (rawReplicates.length === 0) return;
  await tx.tuneReplicate.createMany({
    data: rawReplicates.map((raw, position) => ({ ...raw, position, orgId: row.orgId, tuneTrialId: row.id })),
  });
}

/** INV-19: exactly this Stage-2 row of the run is kept; a partial unique index stands behind it. */
export async function markKept(tx: Tx, kept: { orgId: string; tuneRunId: string; localId: number }): Promise<void> {
  const { orgId, tuneRunId, localId } = kept;
  await tx.tuneTrial.updateMany({
    where: { orgId, tuneRunId, isKept: true, localId: { not: localId } },
    data: { isKept: false },
  });
  await tx.tuneTrial.updateMany({ where: { orgId, tuneRunId, localId, stage: 2 }, data: { isKept: true } });
}

export function replicatesOf(
  tx: Tx,
  orgId: string,
  tuneTrialIds: string[],
): Promise<{ tuneTrialId: string; rawJson: string }[]> {
  return tx.tuneReplicate.findMany({
    where: { orgId, tuneTrialId: { in: tuneTrialIds } },
    orderBy: [{ tuneTrialId: "asc" }, { position: "asc" }],
    select: { tuneTrialId: true, rawJson: true },
    take: MAX_REPLICATES,
  });
}

export async function insertLogChunk(
  tx: Tx,
  chunk: { tuneRunId: string; offset: number; orgId: string; text: string; receivedAt: Date },
): Promise<void> {
  const { tuneRunId, offset } = chunk;
  await tx.tuneLogChunk.upsert({
    where: { tuneRunId_offset: { tuneRunId, offset } },
    create: chunk,
    update: {},
    select: { offset: true },
  });
}

export function logChunks(
  tx: Tx,
  where: { orgId: string; tuneRunId: string; after: number; take: number },
): Promise<{ offset: number; text: string }[]> {
  const { orgId, tuneRunId, after, take } = where;
  return tx.tuneLogChunk.findMany({
    where: { orgId, tuneRunId, offset: { gte: after } },
    orderBy: { offset: "asc" },
    select: { offset: true, text: true },
    take,
  });
}

export function hostNames(tx: Tx, orgId: string, agentIds: string[]): Promise<{ id: string; hostName: string }[]> {
  return tx.agent.findMany({
    where: { orgId, id: { in: agentIds } },
    select: { id: true, hostName: true },
    take: Math.max(1, agentIds.length),
  });
}

/** Other live agents of the same machine; their tunes measure a shared machine. */
export function countMachineMates(tx: Tx, of: { orgId: string; machineId: string; agentId: string }): Promise<number> {
  return tx.agent.count({
    where: { orgId: of.orgId, machineId: of.machineId, state: "ACTIVE", id: { not: of.agentId } },
  });
}
