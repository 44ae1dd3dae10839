import type { Prisma } from "../../../prisma/generated/sqlite/client.ts";
import type { Tx } from "../../platform/app.ts";

const JOB = {
  id: true,
  orgId: true,
  agentId: true,
  kind: true,
  paramsJson: true,
  state: true,
  exitReason: true,
  outcomeNote: true,
  requestedBy: true,
  requestedAt: true,
  requestKey: true,
  retryOf: true,
  queueDeadlineAt: true,
  runDeadlineAt: true,
  notBefore: true,
  deferReason: true,
  attempt: true,
  fenceEpoch: true,
  fenceCounter: true,
  leaseUntil: true,
  isRenewed: true,
  jti: true,
  envelope: true,
  cancelBy: true,
  cancelReason: true,
  cancelAt: true,
  startedAt: true,
  endedAt: true,
  lastProgressJson: true,
  lastProgressAt: true,
} as const satisfies Prisma.JobSelect;

export type JobRow = Prisma.JobGetPayload<{ select: typeof JOB }>;
export type NewJob = Prisma.JobUncheckedCreateInput;
export type JobChange = Prisma.JobUncheckedUpdateInput;

const HOST = {
  id: true,
  orgId: true,
  state: true,
  isHouse: true,
  hostName: true,
  agentVersion: true,
  lastContactAt: true,
  goodbyeAt: true,
  factsJson: true,
  factsAt: true,
  capsJson: true,
  capsAt: true,
  policyJson: true,
  policyAt: true,
} as const satisfies Prisma.AgentSelect;

/** What the queue reads of a machine. */
export type HostRow = Prisma.AgentGetPayload<{ select: typeof HOST }>;

const LIVE_STATES = ["LEASED", "RUNNING", "CANCELLING"];
const OPEN_STATES = ["QUEUED", ...LIVE_STATES];
/** Above QU1's 50 per host, so that one host's queue is always read whole. */
const QUEUE_READ = 60;
const SWEEP_READ = 500;
const HOSTS_READ = 5_000;

export function findJob(tx: Tx, where: { id: string; orgId: string }): Promise<JobRow | null> {
  return tx.job.findFirst({ where, select: JOB });
}

export function findJobByRequestKey(tx: Tx, where: { orgId: string; requestKey: string }): Promise<JobRow | null> {
  return tx.job.findFirst({ where, select: JOB });
}

export function findJobs(tx: Tx, orgId: string, ids: string[]): Promise<JobRow[]> {
  return tx.job.findMany({ where: { orgId, id: { in: ids } }, select: JOB });
}

/** The waiting jobs of one machine, oldest first. */
export function queuedJobs(tx: Tx, orgId: string, agentId: string): Promise<JobRow[]> {
  return tx.job.findMany({
    where: { orgId, agentId, state: "QUEUED" },
    orderBy: [{ requestedAt: "asc" }, { id: "asc" }],
    select: JOB,
    take: QUEUE_READ,
  });
}

/** The job that has this machine now; INV-1 allows one. */
export function liveJob(tx: Tx, orgId: string, agentId: string): Promise<JobRow | null> {
  return tx.job.findFirst({ where: { orgId, agentId, state: { in: LIVE_STATES } }, select: JOB });
}

/** Of these machines, those with something to be told or given. */
export async function agentsWithWork(tx: Tx, agentIds: string[]): Promise<string[]> {
  const rows = await tx.job.findMany({
    where: { agentId: { in: agentIds }, state: { in: ["QUEUED", "CANCELLING"] } },
    distinct: ["agentId"],
    select: { agentId: true },
    take: agentIds.length,
  });
  return rows.map((row) => row.agentId);
}

/** How many jobs wait for each of these machines; one without any is not there. */
export async function waitingCounts(tx: Tx, orgId: string, agentIds: string[]): Promise<Map<string, number>> {
  const where = { orgId, agentId: { in: agentIds }, state: "QUEUED" };
  const groups = await tx.job.groupBy({ by: ["agentId"], where, _count: { _all: true } });
  return new Map(groups.map(({ agentId, _count }) => [agentId, _count._all]));
}

/** Waiting and live jobs of several machines. */
export function openJobs(tx: Tx, orgId: string, agentIds: string[]): Promise<JobRow[]> {
  return tx.job.findMany({
    where: { orgId, agentId: { in: agentIds }, state: { in: OPEN_STATES } },
    orderBy: [{ requestedAt: "asc" }, { id: "asc" }],
    select: JOB,
    take: QUEUE_READ * Math.max(1, agentIds.length),
  });
}

/** The requester whose job this machine was given last, for the round-robin of QU2. */
export async function lastRequester(tx: Tx, orgId: string, agentId: string): Promise<string | null> {
  const last = await tx.job.findFirst({
    where: { orgId, agentId, attempt: { gt: 0 } },
    orderBy: [{ fenceEpoch: "desc" }, { fenceCounter: "desc" }, { requestedAt: "desc" }],
    select: { requestedBy: true },
  });
  return last?.requestedBy ?? null;
}

/** Jobs a sweep of the reaper has to look at: a lease, a queue deadline or a run deadline has passed. */
export function overdueJobs(tx: Tx, at: { leaseBefore: Date; now: Date }): Promise<JobRow[]> {
  return tx.job.findMany({
    where: {
      OR: [
        { state: { in: LIVE_STATES }, leaseUntil: { lt: at.leaseBefore } },
        { state: "QUEUED", queueDeadlineAt: { lt: at.now } },
        { state: { in: ["LEASED", "RUNNING"] }, runDeadlineAt: { lt: at.now } },
      ],
    },
    orderBy: [{ requestedAt: "asc" }],
    select: JOB,
    take: SWEEP_READ,
  });
}

export async function insertJob(tx: Tx, data: NewJob): Promise<JobRow> {
  return tx.job.create({ data, select: JOB });
}

export async function changeJob(tx: Tx, job: { id: string; orgId: string }, data: JobChange): Promise<void> {
  await tx.job.updateMany({ where: { id: job.id, orgId: job.orgId }, data });
}

export interface TransitionRow {
  id: string;
  orgId: string;
  jobId: string;
  seq: number;
  from: string | null;
  to: string;
  rule: string;
  actor: string;
  at: Date;
  detail: string | null;
}

export async function appendTransition(tx: Tx, row: Omit<TransitionRow, "seq">): Promise<void> {
  const last = await tx.jobTransition.findFirst({
    where: { jobId: row.jobId },
    orderBy: { seq: "desc" },
    select: { seq: true },
  });
  await tx.jobTransition.create({ data: { ...row, seq: (last?.seq ?? 0) + 1 }, select: { id: true } });
}

export function transitionsOf(tx: Tx, orgId: string, jobId: string): Promise<TransitionRow[]> {
  return tx.jobTransition.findMany({ where: { orgId, jobId }, orderBy: { seq: "asc" }, take: 200 });
}

/** How often T11 gave this job back, for its limit of ten. */
export function countTransitions(tx: Tx, jobId: string, rule: string): Promise<number> {
  return tx.jobTransition.count({ where: { jobId, rule } });
}

export function countLateEvents(tx: Tx, orgId: string, jobId: string): Promise<number> {
  return tx.agentEvent.count({ where: { orgId, jobId, isLate: true } });
}

export function findHost(tx: Tx, where: { id: string; orgId: string }): Promise<HostRow | null> {
  return tx.agent.findFirst({ where, select: HOST });
}

export function listHosts(tx: Tx, orgId: string): Promise<HostRow[]> {
  return tx.agent.findMany({
    where: { orgId, state: { not: "RETIRED" } },
    orderBy: [{ hostName: "asc" }, { id: "asc" }],
    select: HOST,
    take: HOSTS_READ,
  });
}

export interface Contact {
  agentId: string;
  orgId: string;
  at: Date;
}

/** PR1: last contacts of many machines in one write. */
export async function writeContacts(tx: Tx, contacts: Contact[]): Promise<void> {
  for (const contact of contacts) {
    await tx.agent.updateMany({
      where: { id: contact.agentId, orgId: contact.orgId },
      data: { lastContactAt: contact.at },
    });
  }
}
