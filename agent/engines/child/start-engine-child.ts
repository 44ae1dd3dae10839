import { createServer } from "node:net";
import { childEnvironment } from "../../host/child-environment.ts";
import type { Environment } from "../../host/environment.ts";
import { type OwnedProcess, startProcess, stopGroup } from "../../host/process.ts";
import { EngineFailure, type EngineStart } from "../engine.ts";
import { armEngineGuard, type EngineGuard } from "./engine-guard.ts";

const STOP_GRACE_MS = 5000;
const TAIL_CHARACTERS = 2000;

export type ChildPlan = {
  readonly name: string;
  /** Argv and environment for the loopback port the engine is to listen on. */
  readonly command: (port: number) => ChildCommand;
  readonly environment: Environment;
  readonly log: (line: string) => void;
  readonly onStart: (start: EngineStart) => void;
};

export type ChildCommand = {
  readonly argv: readonly string[];
  /** Set on purpose, besides what every child inherits (B99); never a secret (A45). */
  readonly env: Readonly<Record<string, string>>;
};

export type EngineChild = {
  readonly port: number;
  readonly start: EngineStart;
  readonly exited: Promise<string>;
  hasExited(): boolean;
  /** Why it ended, in the engine's own last words. */
  failure(): EngineFailure;
  /** The last output, for a refusal in the engine's own words. */
  tail(): string;
  stop(): Promise<void>;
};

/** Starts an engine in its own process group on a free loopback port: argv array, no shell (serve.md section 5). */
export async function startEngineChild(plan: ChildPlan): Promise<EngineChild> {
  const port = await freePort();
  const { argv, env } = plan.command(port);
  const guard = await armEngineGuard(plan.environment);
  guard.watch({ argv, pid: null, startTime: null });
  let tail = "";
  const started = await startProcess({
    argv,
    env: { ...childEnvironment(plan.environment), ...env },
    output: "pipe",
    onOutput: (chunk) => {
      tail = `${tail}${chunk.toString()}`.slice(-TAIL_CHARACTERS);
    },
  });
  if (started.kind === "failed") {
    await guard.dismiss();
    throw new EngineFailure(`${plan.name} could not be started: ${started.reason}`);
  }
  const child = started.process;
  guard.watch({ argv, pid: child.pid, startTime: child.startTime });
  const start = { pid: child.pid, startTime: child.startTime, argv, env };
  plan.onStart(start);
  plan.log(`${plan.name} started: ${JSON.stringify(argv)} ${JSON.stringify(env)}`);
  return engineChild({ plan, port, start, child, guard, tail: () => tail });
}

type Parts = {
  plan: ChildPlan;
  port: number;
  start: EngineStart;
  child: OwnedProcess;
  guard: EngineGuard;
  tail: () => string;
};

function engineChild({ plan, port, start, child, guard, tail }: Parts): EngineChild {
  const words = () => lastWords(plan.name, child, tail());
  return {
    port,
    start,
    exited: child.exited.then(words),
    hasExited: () => child.hasExited(),
    failure: () => new EngineFailure(words()),
    tail,
    async stop() {
      const { pid, startTime } = child;
      const stopped = await stopGroup({ pid, startTime, graceMs: STOP_GRACE_MS, mayKill: true });
      if (stopped.kind === "stuck") plan.log(`${plan.name} pid ${pid} could not be stopped`);
      else await child.exited;
      await guard.dismiss();
    },
  };
}

/** The engine's exit and its last lines: what an operator needs to see first. */
function lastWords(name: string, child: OwnedProcess, tail: string): string {
  const exit = child.exit();
  const how =
    exit === null ? "failed" : exit.signal === null ? `exited with code ${exit.code}` : `died of ${exit.signal}`;
  const lines = tail.trim().split("\n").slice(-3).join(" | ");
  return lines === "" ? `${name} ${how}` : `${name} ${how}: ${lines}`;
}

/** A loopback port the kernel just had free. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen({ port: 0, host: "127.0.0.1", exclusive: true }, () => {
      const address = server.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
