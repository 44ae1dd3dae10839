import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, renameSync, statSync } from "node:fs";
import path from "node:path";
import { Writable } from "node:stream";
import { houseAgentEnv } from "../platform/process/env.ts";

const MAX_LOG_BYTES = 8 * 1024 * 1024;
const TOKEN_FD = 3;

export interface AgentProcess {
  pid: number;
  /** Resolves with the reason when the process is gone. */
  exited: Promise<string>;
}

interface SpawnOptions {
  /** The agent's own entry file. */
  program: string;
  stateDir: string;
  consoleUrl: string;
  joinToken: string;
}

/** Starts the house agent in its own process group; its join token goes over file descriptor 3 and nowhere else (EN6). */
export function spawnAgent(options: SpawnOptions): AgentProcess | null {
  const { program, stateDir, consoleUrl, joinToken } = options;
  mkdirSync(stateDir, { recursive: true, mode: 0o700 });
  const log = openLog(path.join(stateDir, "agent.log"));
  const argv = [program, "run", "--state-dir", stateDir, "--console", consoleUrl, "--house"];
  const child = spawn(process.execPath, argv, {
    detached: true,
    env: houseAgentEnv(),
    stdio: ["ignore", log, log, "pipe"],
  });
  closeSync(log);
  const { promise: exited, resolve } = Promise.withResolvers<string>();
  child.once("exit", (code, signal) => resolve(signal ?? `exit ${code}`));
  child.once("error", (error) => resolve(error.message));
  const token = child.stdio[TOKEN_FD];
  if (token instanceof Writable) {
    // An agent that dies before reading is seen by its exit.
    token.on("error", () => token.destroy());
    token.end(`${JSON.stringify({ joinToken })}\n`);
  }
  return child.pid === undefined ? null : { pid: child.pid, exited };
}

function openLog(file: string): number {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > MAX_LOG_BYTES) renameSync(file, `${file}.1`);
  return openSync(file, "a", 0o600);
}
