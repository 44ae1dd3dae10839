import type { App } from "../../../platform/app.ts";
import { type Host, hostOf, startBlockers } from "../hosts/host.ts";
import { tuneParamsOf } from "../job-kinds.ts";
import { agentsWithWork, findHost, type JobRow, lastRequester, listHosts, liveJob, queuedJobs } from "../repo.ts";
import { orderQueue } from "./queue-order.ts";

/** A machine of this organisation as the queue judges it, or null. */
export async function findHostOf(app: App, where: { id: string; orgId: string }): Promise<Host | null> {
  const row = await findHost(app.db, where);
  return row === null ? null : hostOf(app, row);
}

/** Every machine of an organisation that was not retired, by name. */
export async function hostsOf(app: App, orgId: string): Promise<Host[]> {
  return (await listHosts(app.db, orgId)).map((row) => hostOf(app, row));
}

/** QU1: where a waiting job stands and why it waits; position 1 is next. */
export async function placeInQueue(
  app: App,
  job: JobRow,
): Promise<{ position: number | null; waitingFor: string | null }> {
  if (job.state !== "QUEUED") return { position: null, waitingFor: null };
  const { orgId, agentId } = job;
  const waiting = orderQueue(await queuedJobs(app.db, orgId, agentId), await lastRequester(app.db, orgId, agentId));
  const position = waiting.findIndex(({ id }) => id === job.id) + 1;
  return { position: position === 0 ? null : position, waitingFor: await reasonToWait(app, job, position) };
}

async function reasonToWait(app: App, job: JobRow, position: number): Promise<string> {
  const { orgId, agentId } = job;
  const now = app.clock.now();
  if (job.notBefore !== null && job.notBefore > now) {
    return `the machine put it off (${job.deferReason ?? "no reason given"})`;
  }
  const live = await liveJob(app.db, orgId, agentId);
  if (live !== null) return `the ${live.kind} that runs now`;
  if (position > 1) return "the entries before it";
  const host = await findHostOf(app, { id: agentId, orgId });
  const [blocker] = host === null ? ["its machine is gone"] : startBlockers(host, job.kind);
  return blocker ?? "the machine's next call";
}

/** Of these machines, those with a waiting job or a cancel to hear of. */
export function hostsWithWork(app: App, agentIds: string[]): Promise<string[]> {
  return agentIds.length === 0 ? Promise.resolve([]) : agentsWithWork(app.db, agentIds);
}

/** The run a job belongs to, null for other kinds than tunes. */
export function tuneRunIdOf(job: JobRow): string | null {
  return tuneParamsOf(job)?.runId ?? null;
}
