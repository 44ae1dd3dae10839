import type { Environment } from "../../host/environment.ts";
import { stopGroup } from "../../host/process.ts";
import { readProcess } from "../../host/process-list.ts";
import { type AgentJob, openJobs, setJobState } from "../../store/jobs.ts";
import type { AgentStore } from "../../store/open-store.ts";
import { appendEvent } from "../../store/outbox.ts";
import { finishRun } from "../../store/tune-store.ts";
import type { EventWriter } from "../event-writer.ts";
import type { World } from "../world.ts";
import { recoverApply } from "./apply/apply-end.ts";
import { type ProbeJobEnd, storeProbeJobEnd } from "./probe-end.ts";
import { jobEndOf, tuneEndOf } from "./tune-end.ts";

/** A run's child sees its channel closed and ends by itself; this is how long that may take before it is made to. */
const GRACE_MS = 30_000;

/** Restartable: its lease runs out and the console hands it out again (T7); what it stored is remembered run by run. */
const IMAGE_KINDS: ReadonlySet<string> = new Set(["image-run", "image-replay"]);

async function endChild(job: AgentJob): Promise<void> {
  if (job.childPid === null) return;
  const row = await readProcess(job.childPid);
  const isOurs =
    row !== null &&
    row.startTime === job.childStart &&
    row.argv.includes(job.kind === "probe" ? "probe" : "autotune") &&
    row.argv.includes(job.runId ?? "");
  if (isOurs) await stopGroup({ pid: row.pid, startTime: row.startTime, graceMs: GRACE_MS, mayKill: true });
}

/** A probe that lost its agent ends like a tune: what it stored stays, its unfinished level has no rows. */
function probeEndOf(job: AgentJob, probeId: string, at: string): ProbeJobEnd {
  return {
    subject: { job: job.jobId, fence: job.fence },
    probeId,
    otherwise: { exitReason: "interrupted", message: "the agent ended while the probe was active" },
    isCancelled: false,
    at,
  };
}

/** A tune that lost its agent ends `interrupted`, its ended column stays NULL, its stored trials stay (B88, section 9). */
function reportInterrupted(store: AgentStore, events: EventWriter, job: AgentJob): void {
  const message = "the agent ended while the run was active";
  const end = { exitReason: "interrupted" as const, message };
  const tune = job.runId === null ? null : tuneEndOf(store, job.runId, end);
  const finished = tune === null ? { outcome: "failed" as const, ...end, tune } : jobEndOf(tune, false);
  const event = events.make("job.finished", finished, { job: job.jobId, fence: job.fence });
  store.transaction(() => {
    if (tune === null) appendEvent(store, event);
    else finishRun(store, tune, event);
    setJobState(store, job.jobId, "DONE");
  });
}

/** A job that was received but never started goes back to the queue (T12). */
function handBack(store: AgentStore, events: EventWriter, job: AgentJob): void {
  const body = { reason: "agent_restarted", retryAfterS: 1 };
  store.transaction(() => {
    appendEvent(store, events.make("job.deferred", body, { job: job.jobId, fence: job.fence }));
    setJobState(store, job.jobId, "DEFERRED");
  });
}

interface Past {
  readonly store: AgentStore;
  readonly events: EventWriter;
  readonly world: World;
  readonly environment: Environment;
}

/** Settles what an earlier agent process left on disk (protocol.md section 9); an unsent `job.finished` is in the outbox already. */
export async function recoverJobs({ store, events, world, environment }: Past): Promise<number> {
  const jobs = openJobs(store);
  for (const job of jobs) {
    if (job.state !== "RUNNING") {
      handBack(store, events, job);
      continue;
    }
    if (IMAGE_KINDS.has(job.kind)) {
      setJobState(store, job.jobId, "DONE");
      continue;
    }
    if (job.kind === "apply") {
      await recoverApply({ store, events }, job, environment);
      continue;
    }
    await endChild(job);
    const { runId } = job;
    const at = new Date(world.clock.wallMs()).toISOString();
    if (job.kind === "probe" && runId !== null) storeProbeJobEnd(store, events, probeEndOf(job, runId, at));
    else reportInterrupted(store, events, job);
  }
  return jobs.length;
}
