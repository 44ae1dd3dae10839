import { type ChildProcess, spawn } from "node:child_process";
import { Socket } from "node:net";
import { processEnv } from "./process-env.ts";
import { listGroup, readProcess } from "./process-list.ts";
import { wait } from "./wait.ts";

/** A grandchild that keeps the pipes open must not hold up the news of an exit. */
const OUTPUT_GRACE_MS = 500;
const POLL_MS = 25;

export interface SpawnRequest {
  readonly argv: readonly string[];
  /** The whole environment of the child; nothing is inherited (B99). */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** `pipe` keeps stdin open until `closeStdin`; otherwise the child reads nothing. */
  readonly stdin?: "pipe" | "ignore";
  /** `pipe` hands output to `onOutput`; a number is an open file; default `ignore`. */
  readonly output?: "pipe" | "ignore" | number;
  readonly hasChannel?: boolean;
  readonly onOutput?: (chunk: Buffer, stream: "stdout" | "stderr") => void;
  readonly onMessage?: (message: unknown) => void;
}

export interface ProcessExit {
  readonly code: number | null;
  readonly signal: string | null;
}

/** A child we spawned, leader of its own process group. */
export interface OwnedProcess {
  readonly pid: number;
  readonly startTime: string | null;
  readonly argv: readonly string[];
  /** Resolves once the process has ended and its output is read. */
  readonly exited: Promise<ProcessExit>;
  hasExited(): boolean;
  exit(): ProcessExit | null;
  /** False when the channel is closed. */
  send(message: object): boolean;
  closeChannel(): void;
  write(text: string): void;
  closeStdin(): void;
  /** Lets this process end while the child lives on. */
  release(): void;
  /** Undoes `release`: whoever awaits `exited` needs this process to live on. */
  retain(): void;
}

export type SpawnResult =
  | { readonly kind: "started"; readonly process: OwnedProcess }
  | { readonly kind: "failed"; readonly reason: string; readonly isMissing: boolean };

/** Starts a child in its own process group: argv array, never a shell. A missing binary fails at once (B21). */
export async function startProcess(request: SpawnRequest): Promise<SpawnResult> {
  const [file, ...args] = request.argv;
  if (file === undefined) return { kind: "failed", reason: "empty command", isMissing: true };
  const output = request.output ?? "ignore";
  const stdio = [request.stdin ?? "ignore", output, output, ...(request.hasChannel === true ? ["ipc" as const] : [])];
  let child: ChildProcess;
  try {
    child = spawn(file, args, {
      detached: true,
      env: processEnv(request.env),
      stdio,
      ...(request.cwd === undefined ? {} : { cwd: request.cwd }),
    });
  } catch (cause) {
    return { kind: "failed", reason: cause instanceof Error ? cause.message : String(cause), isMissing: false };
  }
  const failure = await new Promise<NodeJS.ErrnoException | null>((resolve) => {
    child.once("spawn", () => resolve(null));
    child.once("error", resolve);
  });
  if (failure !== null || child.pid === undefined) {
    return { kind: "failed", reason: failure?.message ?? "no pid", isMissing: failure?.code === "ENOENT" };
  }
  return { kind: "started", process: await adopt(child, child.pid, request) };
}

async function adopt(child: ChildProcess, pid: number, request: SpawnRequest): Promise<OwnedProcess> {
  let exit: ProcessExit | null = null;
  const exited = new Promise<ProcessExit>((resolve) => {
    child.once("exit", (code, signal) => {
      exit = { code, signal };
      const timer = setTimeout(() => resolve({ code, signal }), OUTPUT_GRACE_MS);
      child.once("close", () => {
        clearTimeout(timer);
        resolve({ code, signal });
      });
    });
  });
  child.on("error", () => undefined);
  child.stdin?.on("error", () => undefined);
  if (request.onOutput !== undefined) {
    const onOutput = request.onOutput;
    child.stdout?.on("data", (chunk: Buffer) => onOutput(chunk, "stdout"));
    child.stderr?.on("data", (chunk: Buffer) => onOutput(chunk, "stderr"));
  }
  if (request.onMessage !== undefined) child.on("message", request.onMessage);
  const row = await readProcess(pid);
  return {
    pid,
    startTime: row?.startTime ?? null,
    argv: request.argv,
    exited,
    hasExited: () => exit !== null,
    exit: () => exit,
    send: (message) => child.connected && child.send(message, () => undefined),
    closeChannel: () => {
      if (child.connected) child.disconnect();
    },
    write: (text) => void child.stdin?.write(text),
    closeStdin: () => void child.stdin?.end(),
    release: () => {
      child.unref();
      for (const stream of child.stdio) if (stream instanceof Socket) stream.unref();
    },
    retain: () => {
      child.ref();
      for (const stream of child.stdio) if (stream instanceof Socket) stream.ref();
    },
  };
}

export type StopResult =
  | { readonly kind: "stopped" }
  | { readonly kind: "stopped_forced" }
  | { readonly kind: "stuck"; readonly pid: number };

export interface StopRequest {
  /** Leader of a group this agent spawned; a group with another leader than `startTime` says is taken as gone. */
  readonly pid: number;
  readonly startTime: string | null;
  readonly graceMs: number;
  readonly verifyMs?: number;
  /** False leaves a survivor alone: it is then `stuck` (B25, `--no-force-kill`). */
  readonly mayKill: boolean;
  /** Time that does not count towards the grace, such as a restore (CX1). */
  readonly isSpared?: () => boolean;
  /** What must also hold, such as a free port (B24). */
  readonly isSettled?: () => Promise<boolean>;
}

/** SIGTERM to our own child's group, grace, SIGKILL, verify (B24, B25). Never for a process we did not spawn. */
export async function stopGroup(request: StopRequest): Promise<StopResult> {
  if (await isGone(request)) return { kind: "stopped" };
  await signalGroup(request, "SIGTERM");
  if (await goneWithin(request, request.graceMs)) return { kind: "stopped" };
  if (!request.mayKill) return { kind: "stuck", pid: request.pid };
  await signalGroup(request, "SIGKILL");
  return (await goneWithin(request, request.verifyMs ?? 2000))
    ? { kind: "stopped_forced" }
    : { kind: "stuck", pid: request.pid };
}

/** A group that is gone gets no signal: its number may belong to somebody else by now. */
async function signalGroup(request: StopRequest, signal: "SIGTERM" | "SIGKILL"): Promise<void> {
  if (await isGroupGone(request)) return;
  try {
    process.kill(-request.pid, signal);
  } catch {
    // The group ended between the look and the signal.
  }
}

async function isGroupGone({ pid, startTime }: StopRequest): Promise<boolean> {
  const leader = await readProcess(pid);
  const isReused = leader !== null && startTime !== null && leader.startTime !== startTime;
  return isReused || (await listGroup(pid)).length === 0;
}

async function isGone(request: StopRequest): Promise<boolean> {
  return (await isGroupGone(request)) && ((await request.isSettled?.()) ?? true);
}

async function goneWithin(request: StopRequest, limitMs: number): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < limitMs; ) {
    if (await isGone(request)) return true;
    await wait(POLL_MS);
    if (request.isSpared?.() !== true) waitedMs += POLL_MS;
  }
  return isGone(request);
}
