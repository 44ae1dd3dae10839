import { z } from "zod";
import type { AgentStore } from "./open-store.ts";

/** A job on the agent's disk (protocol.md section 4). Only tune and probe jobs run in this version, so nothing drains or restores. */
export const AgentJobState = z.enum(["RECEIVED", "PERMITTED", "REFUSED", "DEFERRED", "RUNNING", "DONE"]);
export type AgentJobState = z.infer<typeof AgentJobState>;

const Row = z.object({
  job_id: z.string(),
  kind: z.string(),
  fence: z.string(),
  attempt: z.int(),
  state: AgentJobState,
  run_id: z.string().nullable(),
  params_json: z.string(),
  child_pid: z.int().nullable(),
  child_start: z.string().nullable(),
  log_bytes: z.int(),
  received_at_utc: z.string(),
});

export interface AgentJob {
  jobId: string;
  kind: string;
  fence: string;
  attempt: number;
  state: AgentJobState;
  runId: string | null;
  childPid: number | null;
  childStart: string | null;
  logBytes: number;
  receivedAt: string;
}

function jobOf(row: unknown): AgentJob {
  const stored = Row.parse(row);
  return {
    jobId: stored.job_id,
    kind: stored.kind,
    fence: stored.fence,
    attempt: stored.attempt,
    state: stored.state,
    runId: stored.run_id,
    childPid: stored.child_pid,
    childStart: stored.child_start,
    logBytes: stored.log_bytes,
    receivedAt: stored.received_at_utc,
  };
}

export interface ReceivedJob {
  jobId: string;
  kind: string;
  fence: string;
  attempt: number;
  runId: string | null;
  params: unknown;
  receivedAt: string;
}

/** Writes RECEIVED before anything is accepted (INV-11); a new fence of a known job starts it over. */
export function receiveJob(store: AgentStore, job: ReceivedJob): void {
  store.db
    .prepare(
      `INSERT INTO agent_jobs (job_id, kind, fence, attempt, state, run_id, params_json, received_at_utc)
       VALUES (?, ?, ?, ?, 'RECEIVED', ?, ?, ?)
       ON CONFLICT (job_id) DO UPDATE SET fence = excluded.fence, attempt = excluded.attempt, state = 'RECEIVED',
         child_pid = NULL, child_start = NULL`,
    )
    .run(job.jobId, job.kind, job.fence, job.attempt, job.runId, JSON.stringify(job.params), job.receivedAt);
}

/** Moves a job to another state. */
export function setJobState(store: AgentStore, jobId: string, state: AgentJobState): void {
  store.db.prepare("UPDATE agent_jobs SET state = ? WHERE job_id = ?").run(state, jobId);
}

/** Remembers the child that works on a job, so that the next start can recognise it. */
export function setJobChild(store: AgentStore, jobId: string, child: { pid: number; startTime: string | null }): void {
  store.db
    .prepare("UPDATE agent_jobs SET child_pid = ?, child_start = ? WHERE job_id = ?")
    .run(child.pid, child.startTime, jobId);
}

/** Remembers which run or probe an attempt of a job is. */
export function setJobRun(store: AgentStore, jobId: string, runId: string): void {
  store.db.prepare("UPDATE agent_jobs SET run_id = ? WHERE job_id = ?").run(runId, jobId);
}

/** Counts log bytes reported for a job; the count is the next chunk's offset (MS4). */
export function setJobLogBytes(store: AgentStore, jobId: string, logBytes: number): void {
  store.db.prepare("UPDATE agent_jobs SET log_bytes = ? WHERE job_id = ?").run(logBytes, jobId);
}

/** One job by id, null when this agent never received it. */
export function findJob(store: AgentStore, jobId: string): AgentJob | null {
  const row = store.db.prepare("SELECT * FROM agent_jobs WHERE job_id = ?").get(jobId);
  return row === undefined ? null : jobOf(row);
}

/** The params of a job as its envelope had them. */
export function jobParams(store: AgentStore, jobId: string): unknown {
  const row = store.db.prepare("SELECT params_json FROM agent_jobs WHERE job_id = ?").get(jobId);
  return JSON.parse(z.object({ params_json: z.string() }).parse(row).params_json);
}

/** Jobs that were not ended, oldest first: what a start finds on disk. */
export function openJobs(store: AgentStore): AgentJob[] {
  return store.db
    .prepare("SELECT * FROM agent_jobs WHERE state IN ('RECEIVED', 'PERMITTED', 'RUNNING') ORDER BY received_at_utc")
    .all()
    .map(jobOf);
}

/** SE2: whether an envelope id was seen, and with which bytes. */
export function seenEnvelope(store: AgentStore, jti: string): string | null {
  const value = store.db.prepare("SELECT envelope_sha256 FROM seen_envelopes WHERE jti = ?").get(jti)?.[
    "envelope_sha256"
  ];
  return typeof value === "string" ? value : null;
}

/** Remembers an envelope id with the hash of its bytes. */
export function rememberEnvelope(
  store: AgentStore,
  seen: { jti: string; envelopeSha256: string; jobId: string; seenAt: string },
): void {
  store.db
    .prepare("INSERT OR IGNORE INTO seen_envelopes (jti, envelope_sha256, job_id, seen_at_utc) VALUES (?, ?, ?, ?)")
    .run(seen.jti, seen.envelopeSha256, seen.jobId, seen.seenAt);
}
