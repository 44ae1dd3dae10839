import { closeSync, mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import { listeningPort } from "../../host/machine/process-details.ts";
import { isPortFree } from "../../host/port-owner.ts";
import { startProcess, stopGroup } from "../../host/process.ts";
import { isProcessAlive, listProcesses, readProcess } from "../../host/process-list.ts";
import { wait } from "../../host/wait.ts";
import type { DrainedProvider } from "../../store/obligations/obligation.ts";
import type { OwnerEnvironment } from "../../store/obligations/obligation-files.ts";
import { providerLogFolder } from "../provider/provider-log.ts";
import { loadDeadlineOf, type RestorePlace } from "./restore-place.ts";
import { problemOf, verifyProvider } from "./verify-provider.ts";

const POLL_MS = 200;
const SETTLE_MS = 60_000;
const QUICK_TOKEN_MS = 10_000;
const GRACE_MS = 10_000;

/** A process to start again; `environment` is its owner's, null where only this one's is left. */
export interface DrainedProcess {
  readonly drained: DrainedProvider;
  readonly environment: OwnerEnvironment | null;
}

/** B33, B37: looks first, starts the process at most once, detached with its own arguments, folder and environment, and proves that it serves. */
export async function restoreProcess(place: RestorePlace, process: DrainedProcess): Promise<string | null> {
  const { drained } = process;
  if (!drained.hasBegun && (await isOldAlive(drained))) return null;
  const old = await settleOld(place, drained);
  if (old === "serving") return null;
  if (old === "hung") return `pid ${drained.pid} ignores SIGTERM, holds its port and does not serve`;
  const standing = await findAgain(drained);
  return verifyStarted(
    place,
    drained,
    standing === null ? await start(place, process) : { kind: "started", pid: standing },
  );
}

/** One restart of the process an earlier attempt started, after its configuration was put back (B35). */
export async function restartProcess(place: RestorePlace, process: DrainedProcess): Promise<string | null> {
  const { drained } = process;
  const standing = await findAgain(drained);
  if (standing !== null) {
    const startTime = (await readProcess(standing))?.startTime ?? null;
    const stopped = await stopGroup({ pid: standing, startTime, graceMs: GRACE_MS, mayKill: false });
    if (stopped.kind === "stuck") return `pid ${stopped.pid} ignores SIGTERM and does not serve`;
  }
  return verifyStarted(place, drained, await start(place, process));
}

type Started =
  | { readonly kind: "started"; readonly pid: number }
  | { readonly kind: "failed"; readonly reason: string };

function verifyStarted(place: RestorePlace, drained: DrainedProvider, started: Started): Promise<string | null> {
  if (started.kind === "failed") return Promise.resolve(started.reason);
  return verifyProvider({
    pid: async () => ((await isProcessAlive(started.pid, null)) ? started.pid : null),
    port: drained.port,
    isRevived: false,
    deadlineMs: loadDeadlineOf(place, drained.weightsBytes),
    clock: place.clock,
  });
}

function isOldAlive({ pid, startTime }: DrainedProvider): Promise<boolean> {
  return pid === null ? Promise.resolve(false) : isProcessAlive(pid, startTime);
}

/**
 * Whoever drained may have died before or after its SIGTERM. `gone` also holds for a survivor that hangs without its
 * port: another one may serve beside it.
 */
async function settleOld(place: RestorePlace, drained: DrainedProvider): Promise<"serving" | "gone" | "hung"> {
  const startedMs = place.clock.monoMs();
  while (drained.pid !== null && (await isOldAlive(drained))) {
    const port = drained.port ?? (await listeningPort(drained.pid));
    if (port === null || (await isPortFree(port))) return "gone";
    if ((await problemOf({ port }, drained.pid, QUICK_TOKEN_MS)) === null) return "serving";
    if (place.clock.monoMs() - startedMs >= SETTLE_MS) return "hung";
    await wait(POLL_MS);
  }
  return "gone";
}

/** A process with the very same arguments: started by an earlier attempt, or by its owner. */
async function findAgain({ argv, pid }: DrainedProvider): Promise<number | null> {
  const wanted = argv.join("\0");
  const rows = await listProcesses();
  return rows.find((row) => !row.isZombie && row.pid !== pid && row.argv.join("\0") === wanted)?.pid ?? null;
}

async function start(place: RestorePlace, { drained, environment }: DrainedProcess): Promise<Started> {
  const { argv, folder, port } = drained;
  const logs = providerLogFolder(place.environment);
  mkdirSync(logs, { recursive: true });
  const name = `restarted-${port ?? "unknown"}-${Math.floor(place.clock.wallMs() / 1000)}-${place.newId().slice(0, 8)}.log`;
  const output = openSync(join(logs, name), "ax", 0o600);
  try {
    const cwd = folder === null ? {} : { cwd: folder };
    const spawned = await startProcess({ argv, env: environment ?? place.environment, output, ...cwd });
    if (spawned.kind === "failed") return { kind: "failed", reason: `it could not be started: ${spawned.reason}` };
    spawned.process.release();
    return { kind: "started", pid: spawned.process.pid };
  } finally {
    closeSync(output);
  }
}
