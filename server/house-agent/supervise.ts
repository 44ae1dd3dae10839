import path from "node:path";
import { agentSocketPath } from "../../core/serving/socket-name.ts";
import type { App } from "../platform/app.ts";
import { houseAgentEnv } from "../platform/process/env.ts";
import { type AgentLine, greetAgent } from "./agent-line.ts";
import { decideRestart } from "./decide-restart.ts";
import { isAlive } from "./is-alive.ts";
import { spawnAgent } from "./spawn-agent.ts";

const STOP_WAIT_MS = 40_000;
const LOOK_MS = 250;

interface Options {
  app: App;
  consoleUrl: string;
  /** The agent's own entry file. */
  program: string;
  /** EN6: a fresh token for each start and each greeting. */
  createToken(): Promise<string>;
}

export interface HouseAgent {
  /** Ends the agent by SIGTERM and waits up to 40 s; one that takes longer goes on without the console. */
  stop(): Promise<void>;
}

interface Living {
  pid: number;
  gone: Promise<string>;
}

/** Keeps exactly one house agent alive: greets a living one, starts a missing one, restarts a dead one (design.md, section 3). */
export function superviseHouseAgent(options: Options): HouseAgent {
  const { app } = options;
  const stopping = new AbortController();
  const watch = keepAlive(options, stopping.signal).catch((error: unknown) => {
    app.log.error({ err: error, event: "house-agent-unwatched" }, "the house agent is no longer watched");
  });
  return {
    stop() {
      stopping.abort();
      return watch;
    },
  };
}

/** One agent after the other until the signal; the one that lives then is ended before this returns. */
async function keepAlive(options: Options, stopping: AbortSignal): Promise<void> {
  const { app } = options;
  const deaths: number[] = [];
  while (!stopping.aborted) {
    const living = await findOrStart(options);
    const reason =
      living === null ? "it could not be started" : await Promise.race([living.gone, untilAborted(stopping)]);
    if (stopping.aborted) {
      if (living !== null) await end(app, living);
      return;
    }
    deaths.push(app.clock.monoMs());
    const decision = decideRestart(deaths);
    const facts = { event: "house-agent-gone", kind: decision.kind, reason, waitMs: decision.waitMs };
    app.log.warn(facts, decision.kind === "quarantine" ? "the house agent keeps dying" : "the house agent is gone");
    await pause(decision.waitMs, stopping);
  }
}

function untilAborted(signal: AbortSignal): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  signal.addEventListener("abort", () => resolve("the console stops"), { once: true });
  if (signal.aborted) resolve("the console stops");
  return promise;
}

async function findOrStart({ app, consoleUrl, program, createToken }: Options): Promise<Living | null> {
  const stateDir = path.join(app.env.dataDir, "house-agent");
  const line = await greetAgent(socketOf(stateDir));
  const joinToken = await createToken();
  if (line !== null) return adopt(app, line, { url: consoleUrl, joinToken });
  const started = spawnAgent({ program, stateDir, consoleUrl, joinToken });
  if (started === null) return null;
  app.log.info({ event: "house-agent-started", pid: started.pid }, "started the house agent");
  return { pid: started.pid, gone: started.exited };
}

function adopt(app: App, line: AgentLine, announcement: { url: string; joinToken: string }): Living {
  line.announce(announcement);
  app.log.info({ event: "house-agent-greeted", pid: line.pid }, "greeted the house agent that was already running");
  return { pid: line.pid, gone: line.closed.then(() => untilDead(line.pid)) };
}

/** An agent closes its socket before it has put everything back, so the end of its process decides. */
async function untilDead(pid: number): Promise<string> {
  const never = new AbortController();
  while (isAlive(pid)) await pause(LOOK_MS, never.signal);
  return "the process has ended";
}

/** Where the house agent of a state folder listens for local commands. */
function socketOf(stateDir: string): string {
  const runtimeDir = houseAgentEnv()["XDG_RUNTIME_DIR"] ?? null;
  return agentSocketPath(stateDir, { runtimeDir, uid: process.getuid?.() ?? 0 }).path;
}

async function end(app: App, living: Living): Promise<void> {
  try {
    process.kill(living.pid, "SIGTERM");
  } catch {
    return;
  }
  const late = new AbortController();
  const inTime = await Promise.race([living.gone.then(() => true), pause(STOP_WAIT_MS, late.signal).then(() => false)]);
  late.abort();
  if (!inTime)
    app.log.warn({ event: "house-agent-slow", pid: living.pid }, "the house agent is still stopping and goes on alone");
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  signal.addEventListener("abort", () => resolve(), { once: true });
  if (signal.aborted) resolve();
  return promise.finally(() => clearTimeout(timer));
}
