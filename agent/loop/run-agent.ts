import { randomUUID } from "node:crypto";
import { z } from "zod";
import { cleanUpLeftovers } from "../autotune/lock/clean-up.ts";
import { keepObligations } from "../autotune/restore/keep-obligations.ts";
import { AGENT_VERSION } from "../host/agent-version.ts";
import { childEnvironment } from "../host/child-environment.ts";
import type { Environment } from "../host/environment.ts";
import { readMachineFacts } from "../host/machine/machine-facts.ts";
import { readMeta, writeMeta } from "../store/meta.ts";
import { hasQuarantinedRestore } from "../store/obligations/obligations.ts";
import { type AgentStore, openStore } from "../store/open-store.ts";
import { takeAgentLock } from "./agent-lock.ts";
import { answerLocally } from "./answer-locally.ts";
import { type EventWriter, makeEventWriter } from "./event-writer.ts";
import { clearJobFolders } from "./job/images/job-folder.ts";
import { type JobRunner, makeJobRunner } from "./job/job-runner.ts";
import { decideJobPermit } from "./job/permit-job.ts";
import { recoverJobs } from "./job/recover-jobs.ts";
import { listenLocally } from "./local-socket.ts";
import { machineSources } from "./machine-sources.ts";
import { type Connection, openConnection } from "./plane/connection.ts";
import { openIdentity } from "./plane/identity.ts";
import { uploadEvents, uploadOnce } from "./plane/upload-events.ts";
import { pollConsole } from "./poll-console.ts";
import { reportLocalRuns } from "./report-local-runs.ts";
import { makeReporter, type Reporter, type ReportSources } from "./reporter.ts";
import type { World } from "./world.ts";

export interface AgentOptions {
  stateDir: string;
  consoleUrl: string | null;
  joinToken: string | null;
  isHouse: boolean;
  allowHttp: boolean;
  environment: Environment;
  /** The runtime and the command that starts `espalier`, for the run's child and the engines. */
  command: readonly string[];
  world: World;
  log(line: string): void;
}

export type AgentExit = "stopped" | "locked" | "superseded" | "alone";

const GOODBYE_MS = 3000;
const ALONE_MS = 600_000;
const ALONE_TICK_MS = 15_000;

interface Parts {
  options: AgentOptions;
  store: AgentStore;
  events: EventWriter;
  connection: Connection;
  bootId: string;
  outboxId: string;
  control: AbortController;
}

function ownOutboxId(store: AgentStore): string {
  const known = readMeta(store, "outbox_id", z.uuid());
  if (known !== null) return known;
  const made = randomUUID();
  writeMeta(store, "outbox_id", made);
  return made;
}

/** The run's child gets its own agent's settings beside what every child inherits. */
function runEnvironment(environment: Environment): Record<string, string> {
  const own = Object.entries(environment).filter(([name]) => name.startsWith("ESPALIER_"));
  return { ...childEnvironment(environment), ...Object.fromEntries(own) };
}

function makeRunner(parts: Parts, reporter: () => Reporter, sources: ReportSources): JobRunner {
  const { options, connection } = parts;
  return makeJobRunner({
    ...parts,
    ...options,
    plane: connection,
    childEnv: () => runEnvironment(options.environment),
    onIdle: () => connection.wake(),
    isHeldBack: () => hasQuarantinedRestore(parts.store),
    permit: async (envelope) => {
      const now = new Date(options.world.clock.wallMs());
      return decideJobPermit(envelope, {
        policy: sources.policy(),
        facts: await sources.facts(),
        cachedModels: reporter().cachedModels(),
        localMinutes: now.getHours() * 60 + now.getMinutes(),
        isTuneLockHeld: sources.isTuneLockHeld(),
        serverNowMs: connection.serverNowMs() ?? now.getTime(),
        agentId: connection.enrolment()?.agentId ?? null,
      });
    },
  });
}

/** A house agent without a console for ten minutes and without a job has nobody to work for. */
async function watchAlone(parts: Parts, runner: JobRunner, leave: () => void): Promise<void> {
  const { world, isHouse } = parts.options;
  const startedMs = world.clock.monoMs();
  while (isHouse && !parts.control.signal.aborted) {
    await world.wait(ALONE_TICK_MS, parts.control.signal);
    const lastMs = parts.connection.lastContactMonoMs() ?? startedMs;
    if (runner.canTakeJob() && world.clock.monoMs() - lastMs >= ALONE_MS) return leave();
  }
}

/** The last words of a stopping agent, if the console answers in time. */
async function sayGoodbye(parts: Parts, reason: string): Promise<void> {
  const { events, options } = parts;
  events.append("agent.goodbye", { reason });
  const signal = AbortSignal.timeout(GOODBYE_MS);
  const setup = { ...parts, ...options, plane: parts.connection };
  for (let named = 1; named > 0 && !signal.aborted; ) {
    const step = await uploadOnce(setup, { maxEvents: 200, signal });
    named = step.kind === "sent" ? step.named : 0;
  }
}

async function settleThePast(parts: Parts): Promise<void> {
  const { store, events, options } = parts;
  if (store.quarantined !== null) events.append("outbox.quarantined", { sha256: store.quarantined.sha256 });
  const count = await recoverJobs({ ...options, store, events });
  if (count > 0) options.log(`${count} unfinished job(s) of an earlier process were settled`);
  const left = await clearJobFolders(options.stateDir);
  if (left !== null) options.log(left);
  for (const note of await cleanUpLeftovers(options.stateDir)) options.log(note);
  events.append("agent.started", { agentVersion: AGENT_VERSION });
}

async function live(parts: Parts): Promise<AgentExit> {
  const { options, store, connection, control, events } = parts;
  const { log } = options;
  const end: { exit: AgentExit } = { exit: "stopped" };
  const leave = (why: AgentExit): void => {
    end.exit = why;
    control.abort();
  };
  let runner: JobRunner | null = null;
  const socket = await listenLocally(
    options.stateDir,
    answerLocally({
      ...options,
      store,
      connection,
      current: () => runner?.current() ?? null,
      stop: () => leave("stopped"),
      written: () => events.wake(),
    }),
  );
  await settleThePast(parts);
  const sources = machineSources({ ...options, store, onChanged: () => connection.wake() });
  const reporter = await makeReporter(sources, connection, log);
  const working = makeRunner(parts, () => reporter, sources);
  runner = working;
  const poll = { ...parts, ...options, runner: working, reporter };
  const loops = [
    pollConsole(
      {
        ...poll,
        onCommand: (command) => events.append("command.refused", { command: command.type, reason: "unknown_command" }),
        onSuperseded: () => leave("superseded"),
      },
      control.signal,
    ),
    watchAlone(parts, working, () => leave("alone")),
    keepObligations({ ...options, store, events }, control.signal),
  ];
  const uploadEnd = new AbortController();
  const upload = uploadEvents(
    { ...parts, ...options, plane: connection, gather: () => reportLocalRuns(store, events) },
    uploadEnd.signal,
  );
  try {
    await Promise.all(loops);
  } finally {
    control.abort();
    await working.stop();
    uploadEnd.abort();
    await upload;
    await socket.close();
  }
  if (end.exit !== "superseded")
    await sayGoodbye(parts, end.exit === "alone" ? "no console for ten minutes" : "stopped");
  return end.exit;
}

/** Runs one agent until `signal` aborts or it has a reason of its own to end. One per state folder (ID5). */
export async function runAgent(options: AgentOptions, signal: AbortSignal): Promise<AgentExit> {
  const { stateDir, world } = options;
  const lock = takeAgentLock(stateDir);
  if (lock === null) return "locked";
  const store = openStore(stateDir);
  const control = new AbortController();
  const stop = (): void => control.abort();
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted) stop();
  try {
    const bootId = world.uuid();
    const events = makeEventWriter(store, world, bootId);
    const facts = (): ReturnType<typeof readMachineFacts> => readMachineFacts(stateDir);
    const identity = openIdentity(stateDir);
    const connection = openConnection({ ...options, identity, bootId, facts }, { ...options });
    return await live({ options, store, events, connection, bootId, outboxId: ownOutboxId(store), control });
  } finally {
    signal.removeEventListener("abort", stop);
    store.close();
    lock.release();
  }
}
