import { isPortFree } from "../../host/port-owner.ts";
import { type OwnedProcess, type StopResult, startProcess, stopGroup } from "../../host/process.ts";
import { areAllGone, listTree } from "../../host/process-list.ts";
import type { TuneLock } from "../lock/tune-lock.ts";
import { type ProviderAim, providerArgv } from "./provider-argv.ts";
import { openProviderLog, type ProviderLog } from "./provider-log.ts";

const STOP_GRACE_MS = 10_000;

/** What every provider of one run shares. */
export interface ProviderPlace {
  /** The executable under test with its leading arguments (B6). */
  readonly binary: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly port: number;
  readonly logFolder: string;
  readonly lock: Pick<TuneLock, "nameCandidate">;
  readonly mayForceKill: boolean;
  readonly stopGraceMs?: number;
  readonly wallMs: () => number;
  readonly newId: () => string;
  readonly onText: (text: string) => void;
  /** A quiet window begins or is over (M5). */
  readonly onQuiet?: (isQuiet: boolean) => void;
}

type StartResult =
  | { readonly kind: "started"; readonly pid: number }
  | { readonly kind: "refused"; readonly reason: string }
  | { readonly kind: "failed"; readonly reason: string };

/** One provider process at a time on the run's port (B16, B19, B24–B26). */
export interface ProviderRunner {
  readonly port: number;
  start(aim: Omit<ProviderAim, "port">): Promise<StartResult>;
  stop(): Promise<StopResult>;
  /** The live process, null before a start and after a proven stop. */
  live(): OwnedProcess | null;
  setQuiet(isQuiet: boolean): void;
  stderrTail(): string;
  /** Sum of resident bytes over the provider's process group and its engine children (A62). */
  residentBytes(): Promise<number | null>;
}

interface RunnerState {
  live: OwnedProcess | null;
  log: ProviderLog | null;
}

/** Makes the runner of one run; it keeps the handle of a stuck provider and then refuses to start another (B26). */
export function createProviderRunner(place: ProviderPlace): ProviderRunner {
  const state: RunnerState = { live: null, log: null };
  return {
    port: place.port,
    start: (aim) => start(place, state, aim),
    stop: () => stop(place, state),
    live: () => state.live,
    setQuiet: (isQuiet) => {
      place.onQuiet?.(isQuiet);
      state.log?.setQuiet(isQuiet);
    },
    stderrTail: () => state.log?.stderrTail() ?? "",
    residentBytes: async () => {
      if (state.live === null) return null;
      const rows = await listTree(state.live.pid);
      return rows.length === 0 ? null : rows.reduce((sum, row) => sum + (row.residentBytes ?? 0), 0);
    },
  };
}

async function start(place: ProviderPlace, state: RunnerState, aim: Omit<ProviderAim, "port">): Promise<StartResult> {
  if (state.live !== null) return { kind: "refused", reason: `already running pid ${state.live.pid}` };
  const built = providerArgv({ ...aim, port: place.port });
  if (built.kind === "refused") return built;
  const argv = [...place.binary, ...built.argv];
  const log = openProviderLog(
    place.logFolder,
    { model: aim.model, port: place.port, wallMs: place.wallMs(), uuid: place.newId() },
    place.onText,
  );
  state.log = log;
  const named = { argv, port: place.port, ...(place.mayForceKill ? {} : { mayKill: false }) };
  place.lock.nameCandidate({ ...named, pid: null, startTime: null });
  const spawned = await startProcess({ argv, env: place.env, output: "pipe", onOutput: log.append });
  if (spawned.kind === "failed") {
    place.lock.nameCandidate(null);
    log.append(`spawn failed: ${spawned.reason}\n`, "stderr");
    log.close();
    return { kind: "failed", reason: spawned.reason };
  }
  const { pid, startTime } = spawned.process;
  place.lock.nameCandidate({ ...named, pid, startTime });
  state.live = spawned.process;
  return { kind: "started", pid };
}

async function stop(place: ProviderPlace, state: RunnerState): Promise<StopResult> {
  const live = state.live;
  if (live === null) return { kind: "stopped" };
  const tree = await listTree(live.pid);
  const result = await stopGroup({
    pid: live.pid,
    startTime: live.startTime,
    graceMs: place.stopGraceMs ?? STOP_GRACE_MS,
    mayKill: place.mayForceKill,
    // An engine child has a group of its own; it counts as the provider's until it is gone (B16).
    isSettled: async () => (await isPortFree(place.port)) && (await areAllGone(tree)),
  });
  if (result.kind === "stuck") return result;
  if (live.hasExited()) await live.exited;
  state.log?.close();
  state.live = null;
  place.lock.nameCandidate(null);
  return result;
}
