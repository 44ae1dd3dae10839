import type { ProbeParams } from "../../../core/contract/v1/job.ts";
import { LEASE_TIMES } from "../../../core/leases/lease-clock.ts";
import type { ProbeExit } from "../../../core/probing/probe-record.ts";
import { EXIT_CODES } from "../../commands/command-error.ts";
import { type OwnedProcess, type ProcessExit, startProcess, stopGroup } from "../../host/process.ts";
import { setJobChild, setJobRun, setJobState } from "../../store/jobs.ts";
import type { AgentStore } from "../../store/open-store.ts";
import { appendEvent } from "../../store/outbox.ts";
import { findProbe } from "../../store/probe-rows.ts";
import type { EventSubject, EventWriter } from "../event-writer.ts";
import type { PlaneLink } from "../plane/plane-link.ts";
import type { World } from "../world.ts";
import { armDeadline, JobStop } from "./lease/job-stop.ts";
import { RUN_S } from "./lease/run-deadline.ts";
import { runLeased } from "./lease/run-leased.ts";
import { storeProbeJobEnd } from "./probe-end.ts";
import type { RunningJob } from "./running-job.ts";

interface ProbeWork {
  readonly jobId: string;
  readonly fence: string;
  readonly params: ProbeParams;
}

export interface ProbeJobSetup {
  readonly store: AgentStore;
  readonly world: World;
  readonly events: EventWriter;
  readonly plane: PlaneLink;
  readonly stateDir: string;
  readonly work: ProbeWork;
  /** What starts `espalier`: the runtime and the command. */
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  log(line: string): void;
}

const TAIL_CHARACTERS = 2000;

/** Each attempt is a probe of its own: the first has the id the console gave, a later one a fresh id. */
function probeIdOf({ store, world, work }: ProbeJobSetup): string {
  const { probeId } = work.params;
  return findProbe(store, probeId) === null ? probeId : world.uuid();
}

/** How a probe ended that left no row of its own, by its exit code (console.md section 11). */
function exitReasonOf(exit: ProcessExit, isStopping: boolean): ProbeExit {
  if (isStopping) return "interrupted";
  if (exit.code === EXIT_CODES.answer_is_no) return "no_provider";
  return exit.code === EXIT_CODES.later ? "provider_conflict" : "internal_error";
}

/** The words of the probe's `error:` line, else how it ended. */
function messageOf(exit: ProcessExit, stderr: string): string {
  const said = /^error: (.*)$/m.exec(stderr)?.[1];
  if (said !== undefined) return said;
  return `the probe's process ended ${exit.signal === null ? `with code ${exit.code}` : `by ${exit.signal}`}`;
}

interface Child {
  readonly process: OwnedProcess;
  stderr(): string;
}

/** M5: from the line that opens a level to the one that closes it, this process sends and writes nothing. */
function keepStill(events: EventWriter, stderr: string): void {
  const last = stderr
    .trimEnd()
    .split("\n")
    .findLast((line) => line.startsWith("probe: level "));
  const isMeasuring = last !== undefined && !last.endsWith(" measured");
  events.quiet.set(isMeasuring);
  if (!isMeasuring) events.wake();
}

/** Starts the very command a person would type; its rows and events go into the same agent.db (ID5). */
async function startChild(setup: ProbeJobSetup, probeId: string): Promise<Child | string> {
  const { work, events } = setup;
  let tail = "";
  const started = await startProcess({
    argv: [
      ...setup.command,
      ...["probe", "--state-dir", setup.stateDir, "--profile", work.params.profile ?? "quick@1"],
      ...["--probe-id", probeId, "--job", work.jobId, "--fence", work.fence],
    ],
    env: setup.env,
    stdin: "pipe",
    output: "pipe",
    onOutput: (chunk, stream) => {
      if (stream !== "stderr") return;
      tail = (tail + chunk.toString("utf8")).slice(-TAIL_CHARACTERS);
      keepStill(events, tail);
    },
  });
  return started.kind === "failed" ? started.reason : { process: started.process, stderr: () => tail };
}

/** CX1: SIGTERM is the ask, which a probe follows within a second; SIGKILL to our own group 20 s later. */
async function endChild({ process: child }: Child): Promise<number | null> {
  const result = await stopGroup({
    pid: child.pid,
    startTime: child.startTime,
    graceMs: LEASE_TIMES.termToKillMs,
    verifyMs: LEASE_TIMES.killVerifyMs,
    mayKill: true,
  });
  return result.kind === "stuck" ? result.pid : null;
}

async function work(
  setup: ProbeJobSetup,
  stop: JobStop,
  ids: { probeId: string; subject: EventSubject },
): Promise<number | null> {
  const { store, world, events } = setup;
  const { probeId, subject } = ids;
  const end = (otherwise: { exitReason: ProbeExit; message: string | null }): void => {
    const at = new Date(world.clock.wallMs()).toISOString();
    storeProbeJobEnd(store, events, { subject, probeId, otherwise, isCancelled: stop.cause === "cancelled", at });
  };
  if (stop.cause !== null) {
    end({ exitReason: "interrupted", message: stop.reason });
    return null;
  }
  store.transaction(() => {
    setJobState(store, subject.job, "RUNNING");
    setJobRun(store, subject.job, probeId);
    const startedAt = new Date(world.clock.wallMs()).toISOString();
    appendEvent(store, events.make("job.started", { runId: probeId, startedAt }, subject));
  });
  events.wake();
  const child = await startChild(setup, probeId);
  if (typeof child === "string") {
    end({ exitReason: "internal_error", message: `the probe's process did not start: ${child}` });
    return null;
  }
  setJobChild(store, subject.job, { pid: child.process.pid, startTime: child.process.startTime });
  const disarm = armDeadline(world, RUN_S.probe * 1000, stop);
  const first = await Promise.race([child.process.exited, stop.asked.then(() => null)]);
  disarm();
  const stuck = first === null ? await endChild(child) : null;
  if (stuck !== null) {
    events.quiet.set(false);
    return stuck;
  }
  const exit = first ?? (await child.process.exited);
  events.quiet.set(false);
  const isStopping = stop.cause !== null;
  const message = isStopping ? stop.reason : messageOf(exit, child.stderr());
  end({ exitReason: exitReasonOf(exit, isStopping), message });
  return null;
}

/** Runs one permitted probe job. */
export function startProbeJob(setup: ProbeJobSetup): RunningJob {
  const stop = new JobStop();
  const { jobId, fence } = setup.work;
  const probeId = probeIdOf(setup);
  const run = () => work(setup, stop, { probeId, subject: { job: jobId, fence } });
  return {
    kind: "probe",
    workId: probeId,
    phase: () => null,
    stop: (cause, reason) => stop.request(cause, reason),
    ended: runLeased(setup, { stop, progress: () => null, run }),
  };
}
