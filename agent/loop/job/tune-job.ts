import { closeSync, mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import { LEASE_TIMES } from "../../../core/leases/lease-clock.ts";
import { stopGroup } from "../../host/process.ts";
import { setJobState } from "../../store/jobs.ts";
import type { AgentStore } from "../../store/open-store.ts";
import { appendEvent } from "../../store/outbox.ts";
import { restoreBoundMs } from "../../store/restore-bound.ts";
import type { EventWriter } from "../event-writer.ts";
import type { PlaneLink } from "../plane/plane-link.ts";
import type { World } from "../world.ts";
import { armDeadline, JobStop } from "./lease/job-stop.ts";
import { runLeased } from "./lease/run-leased.ts";
import type { RunningJob } from "./running-job.ts";
import { startTuneChild, type TuneChild, type TuneWork } from "./tune-child.ts";

export interface TuneJobSetup {
  store: AgentStore;
  world: World;
  events: EventWriter;
  plane: PlaneLink;
  stateDir: string;
  work: TuneWork;
  /** What starts the child, before its own arguments: the runtime and the command. */
  command: readonly string[];
  env: Readonly<Record<string, string>>;
  log(line: string): void;
}

/** A run may take its own duration and an hour more (protocol.md section 3). */
const SLACK_S = 3600;

function outputFile(stateDir: string, runId: string): number {
  const folder = join(stateDir, "logs");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return openSync(join(folder, `tune-${runId}.log`), "a", 0o600);
}

/** CX1: ask, SIGTERM after 10 s, SIGKILL to our own group 20 s later; waits while the run restores. */
async function climbLadder(setup: TuneJobSetup, child: TuneChild, mayAsk: boolean): Promise<number | null> {
  const { world } = setup;
  const gone = new AbortController();
  void child.ended.then(() => gone.abort());
  if (mayAsk) await world.wait(LEASE_TIMES.askToTermMs, gone.signal);
  const restoreUntil = world.clock.monoMs() + restoreBoundMs(setup.store, setup.work.params.runId);
  while (!gone.signal.aborted && child.phase() === "restoring" && world.clock.monoMs() < restoreUntil) {
    await world.wait(1000, gone.signal);
  }
  if (gone.signal.aborted) return null;
  const { pid, startTime } = child.process;
  const result = await stopGroup({
    pid,
    startTime,
    graceMs: LEASE_TIMES.termToKillMs,
    verifyMs: LEASE_TIMES.killVerifyMs,
    mayKill: true,
    isSpared: () => child.phase() === "restoring" && world.clock.monoMs() < restoreUntil,
  });
  return result.kind === "stuck" ? result.pid : null;
}

async function superviseChild(setup: TuneJobSetup, child: TuneChild, stop: JobStop): Promise<number | null> {
  const runMs = (setup.work.params.plan.maxDurationS + SLACK_S) * 1000;
  const disarm = armDeadline(setup.world, runMs, stop);
  const isOver = await Promise.race([child.ended.then(() => true), stop.asked.then(() => false)]);
  let stuck: number | null = null;
  if (!isOver) {
    setup.log(`stopping tune ${setup.work.params.runId}: ${stop.cause} ${stop.reason}`);
    const mayAsk = stop.cause !== "agent_stopping";
    if (mayAsk) child.cancel(stop.reason);
    stuck = await climbLadder(setup, child, mayAsk);
    if (stuck === null) await child.ended;
  }
  disarm();
  return stuck;
}

/** An end before the child existed: no local row, one `job.finished` (B125). */
function endUnstarted(setup: TuneJobSetup, stop: JobStop, message: string | null): void {
  const { store, events, work } = setup;
  const isCancelled = stop.cause === "cancelled";
  const end = {
    outcome: isCancelled ? ("cancelled" as const) : ("failed" as const),
    exitReason: stop.cause === null ? "internal_error" : "interrupted",
    message,
    tune: null,
  };
  store.transaction(() => {
    appendEvent(store, events.make("job.finished", end, { job: work.jobId, fence: work.fence }));
    setJobState(store, work.jobId, "DONE");
  });
  events.wake();
}

async function work(setup: TuneJobSetup, stop: JobStop, hold: { child: TuneChild | null }): Promise<number | null> {
  const { store, world, events, work: job } = setup;
  if (stop.cause !== null) {
    endUnstarted(setup, stop, stop.reason);
    return null;
  }
  store.transaction(() => {
    setJobState(store, job.jobId, "RUNNING");
    const started = { runId: job.params.runId, startedAt: new Date(world.clock.wallMs()).toISOString() };
    appendEvent(store, events.make("job.started", started, { job: job.jobId, fence: job.fence }));
  });
  events.wake();
  const output = outputFile(setup.stateDir, job.params.runId);
  const child = await startTuneChild({
    ...setup,
    argv: [...setup.command, "autotune", "--run-id", job.params.runId, "--channel", "--state-dir", setup.stateDir],
    output,
    isCancelled: () => stop.cause === "cancelled",
    isStopping: () => stop.cause !== null,
    onStoreFailure: (failure) => stop.request("store_failure", `a row could not be stored: ${String(failure)}`),
  });
  closeSync(output);
  if (child.kind === "failed") {
    endUnstarted(setup, stop, `the run's process did not start: ${child.reason}`);
    return null;
  }
  hold.child = child.child;
  return superviseChild(setup, child.child, stop);
}

/** Runs one permitted tune job. */
export function startTuneJob(setup: TuneJobSetup): RunningJob {
  const stop = new JobStop();
  const hold: { child: TuneChild | null } = { child: null };
  const progress = () => hold.child?.newestProgress() ?? null;
  return {
    kind: "tune",
    workId: setup.work.params.runId,
    phase: () => hold.child?.phase() ?? null,
    stop: (cause, reason) => stop.request(cause, reason),
    ended: runLeased(setup, { stop, progress, run: () => work(setup, stop, hold) }),
  };
}
