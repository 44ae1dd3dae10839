import { homedir } from "node:os";
import type { ExitReason } from "../../../core/autotune/exit-reason.ts";
import { hidden } from "../../../core/autotune/report/upload-text.ts";
import type { TunePhase, TuneProgress } from "../../../core/contract/v1/events.ts";
import type { TuneParams } from "../../../core/contract/v1/job.ts";
import { FromChild, type ToChild } from "../../autotune/channel.ts";
import { type OwnedProcess, type ProcessExit, startProcess } from "../../host/process.ts";
import { setJobChild, setJobLogBytes, setJobState } from "../../store/jobs.ts";
import type { AgentStore } from "../../store/open-store.ts";
import { appendEvent } from "../../store/outbox.ts";
import { finishRun, insertRun, insertTrial, insertVisit, markKept, retainRuns } from "../../store/tune-store.ts";
import type { EventWriter } from "../event-writer.ts";
import type { World } from "../world.ts";
import { gatherLog, type LogChunk } from "./log-chunks.ts";
import { paceProgress } from "./progress-pace.ts";
import { jobEndOf, tuneEndOf } from "./tune-end.ts";

/** One tune job that may run: permitted, leased and renewed. */
export interface TuneWork {
  jobId: string;
  fence: string;
  params: TuneParams;
}

export interface TuneChildSetup {
  store: AgentStore;
  world: World;
  events: EventWriter;
  work: TuneWork;
  argv: readonly string[];
  env: Readonly<Record<string, string>>;
  /** An open file that takes the child's own output. */
  output: number;
  /** Whether a person asked for the end: the reported outcome is then `cancelled`. */
  isCancelled(): boolean;
  /** Whether anything asked for the end: a child that dies then was interrupted. */
  isStopping(): boolean;
  /** A row could not be stored; the child gets no answer and must be stopped. */
  onStoreFailure(failure: unknown): void;
}

/** The running child of a tune job (B123). */
export interface TuneChild {
  readonly process: OwnedProcess;
  newestProgress(): TuneProgress | null;
  phase(): TunePhase | null;
  cancel(reason: string): void;
  /** Resolves once the child has ended and its end is stored. */
  readonly ended: Promise<void>;
}

export type TuneChildResult = { kind: "started"; child: TuneChild } | { kind: "failed"; reason: string };

/** `--retain-runs` of a console run is never remote (B120). */
const RETAINED_RUNS = 50;

/** `--drain-grace` of a console run. */
const DRAIN_GRACE_S = 30;

type Ask = Extract<FromChild, { ask: number }>;

/** Commits one row and its event together; the child goes on only after the answer (INV-11, B88). */
function storeAsk(setup: TuneChildSetup, message: Ask): number | null {
  const { store, events, work } = setup;
  const subject = { job: work.jobId, fence: work.fence };
  switch (message.type) {
    case "run":
      insertRun(store, message.run);
      retainRuns(store, RETAINED_RUNS, message.run.runId);
      return null;
    case "trial":
      return insertTrial(store, message.trial, (trial) => events.make("job.trial", { trial }, subject));
    case "visit":
      insertVisit(store, message.visit, events.make("job.visit", { visit: message.visit }, subject));
      return null;
    case "kept":
      markKept(store, message.localId);
      return message.localId;
    case "finished":
      store.transaction(() => {
        const end = jobEndOf(message.finished, setup.isCancelled());
        finishRun(store, message.finished, events.make("job.finished", end, subject));
        setJobState(store, work.jobId, "DONE");
      });
      return null;
  }
}

/** The end of a child that left without `finished`: its provisional row is closed for it. */
function storeEndWithout(setup: TuneChildSetup, exit: ProcessExit): void {
  const { store, events, work } = setup;
  const isStopping = setup.isStopping();
  const exitReason: ExitReason = isStopping ? "interrupted" : "internal_error";
  const how = exit.signal === null ? `exit code ${exit.code}` : `signal ${exit.signal}`;
  const message = isStopping ? null : `the run's process ended unexpectedly (${how})`;
  const tune = tuneEndOf(store, work.params.runId, { exitReason, message });
  const end =
    tune === null
      ? { outcome: setup.isCancelled() ? ("cancelled" as const) : ("failed" as const), exitReason, message, tune }
      : jobEndOf(tune, setup.isCancelled());
  const event = events.make("job.finished", end, { job: work.jobId, fence: work.fence });
  store.transaction(() => {
    if (tune === null) appendEvent(store, event);
    else finishRun(store, tune, event);
    setJobState(store, work.jobId, "DONE");
  });
}

interface Inlet {
  receive(message: unknown): void;
  close(exit: ProcessExit): void;
  newest(): TuneProgress | null;
}

/** Takes the child's messages: rows at once, progress and log at their own pace. */
function openInlet(setup: TuneChildSetup, answer: (message: ToChild) => void): Inlet {
  const { store, world, events, work } = setup;
  const subject = { job: work.jobId, fence: work.fence };
  let isFinished = false;
  const { quiet } = events;
  const pace = paceProgress(world, (progress) =>
    quiet.whenOver(() => events.append("job.progress", progress, subject)),
  );
  const storeChunk = (chunk: LogChunk): void => {
    store.transaction(() => {
      appendEvent(store, events.make("job.log", chunk, subject));
      setJobLogBytes(store, work.jobId, chunk.offset + Buffer.byteLength(chunk.text));
    });
    events.wake();
  };
  const log = gatherLog(world, (chunk) => quiet.whenOver(() => storeChunk(chunk)));
  const take = (message: FromChild): void => {
    if (message.type === "progress") pace.push(message.progress);
    if (message.type === "log") log.write(hidden(message.text, homedir()));
    if (message.type === "quiet") quiet.set(message.isQuiet);
    if (!("ask" in message)) return;
    quiet.set(false);
    if (message.type === "finished") log.flush();
    const localId = storeAsk(setup, message);
    isFinished ||= message.type === "finished";
    events.wake();
    answer({ type: "stored", ask: message.ask, localId });
  };
  return {
    receive: (raw) => {
      const parsed = FromChild.safeParse(raw);
      try {
        if (parsed.success) take(parsed.data);
        else log.write(`[agent] not understood: ${parsed.error.message}\n`);
      } catch (failure) {
        setup.onStoreFailure(failure);
      }
    },
    close: (exit) => {
      quiet.set(false);
      pace.close();
      log.close();
      if (!isFinished) storeEndWithout(setup, exit);
      events.wake();
    },
    newest: () => pace.newest(),
  };
}

/** Starts the run's child with its channel and hands it the plan; RUNNING must be on disk before (INV-11). */
export async function startTuneChild(setup: TuneChildSetup): Promise<TuneChildResult> {
  const { store, work } = setup;
  const early: unknown[] = [];
  let receive = (message: unknown): void => void early.push(message);
  const result = await startProcess({
    argv: setup.argv,
    env: setup.env,
    output: setup.output,
    hasChannel: true,
    onMessage: (message) => receive(message),
  });
  if (result.kind === "failed") return { kind: "failed", reason: result.reason };
  const child = result.process;
  setJobChild(store, work.jobId, { pid: child.pid, startTime: child.startTime });
  const inlet = openInlet(setup, (message) => void child.send(message));
  receive = inlet.receive;
  for (const message of early) inlet.receive(message);
  const { runId, plan, port, engine, drainApproval } = work.params;
  const drain = drainApproval === undefined ? {} : { drain: { graceS: DRAIN_GRACE_S } };
  child.send({ type: "plan", runId, jobId: work.jobId, plan, port: port ?? null, engine, ...drain } satisfies ToChild);
  const ended = child.exited.then((exit) => inlet.close(exit));
  return {
    kind: "started",
    child: {
      process: child,
      newestProgress: inlet.newest,
      phase: () => inlet.newest()?.phase ?? null,
      cancel: (reason) => void child.send({ type: "cancel", reason } satisfies ToChild),
      ended,
    },
  };
}
