import { isProcessAlive, listProcesses } from "../../host/process-list.ts";
import { wait } from "../../host/wait.ts";
import type { DrainedProvider } from "../../store/obligations/obligation.ts";
import { loadDeadlineOf, type RestorePlace } from "./restore-place.ts";
import { problemOf, verifyProvider } from "./verify-provider.ts";

const POLL_MS = 200;
/** launchd kills a service that ignores its SIGTERM after `ExitTimeOut`, 45 s with ours (A28). */
const SETTLE_MS = 60_000;
const QUICK_TOKEN_MS = 10_000;

type Service = DrainedProvider & { readonly label: string; readonly plist: string };

/** A service by label and plist; throws for an obligation that lacks them. */
export function serviceOf(detail: DrainedProvider): Service {
  const { label, plist } = detail;
  if (label === null || plist === null) throw new Error("the obligation names no service");
  return { ...detail, label, plist };
}

/** B36, B37: looks first, loads the service at most once, and proves that it serves; null when it does, else why not. */
export async function restoreService(place: RestorePlace, service: Service): Promise<string | null> {
  const { launchctl } = place;
  if (!service.hasBegun && (await launchctl.state(service.label)).isLoaded) return null;
  await settleDrain(place, service);
  if (!(await launchctl.state(service.label)).isLoaded) {
    const loaded = await launchctl.bootstrap(service.plist);
    if (loaded.kind === "failed" && !(await launchctl.state(service.label)).isLoaded) return loaded.reason;
  }
  // It was loaded but did not run before, so there is nothing to wait for.
  if (service.pid === null) return null;
  return verifyService(place, service);
}

/** Whether the loaded service gets ready within its load deadline. */
function verifyService(place: RestorePlace, service: Service): Promise<string | null> {
  return verifyProvider({
    pid: async () => (await place.launchctl.state(service.label)).pid,
    port: service.port,
    isRevived: true,
    deadlineMs: loadDeadlineOf(place, service.weightsBytes),
    clock: place.clock,
  });
}

/** One restart of a loaded service, after its configuration was put back (B35). */
export async function restartService(place: RestorePlace, service: Service): Promise<string | null> {
  const stopped = await place.launchctl.bootout(service.label, SETTLE_MS);
  if (stopped.kind === "failed") return stopped.reason;
  const { pid } = await place.launchctl.state(service.label);
  await settleDrain(place, { ...service, pid, startTime: null });
  const loaded = await place.launchctl.bootstrap(service.plist);
  return loaded.kind === "failed" ? loaded.reason : verifyService(place, service);
}

/** Whoever drained may have died while launchd was still stopping the service: its old process is waited for. */
async function settleDrain(place: RestorePlace, service: Service): Promise<void> {
  const startedMs = place.clock.monoMs();
  while (place.clock.monoMs() - startedMs < SETTLE_MS) {
    if (!(await isStopping(place, service))) return;
    await wait(POLL_MS);
  }
}

async function isStopping(place: RestorePlace, service: Service): Promise<boolean> {
  if (await isBootoutRunning(service.label)) return true;
  const { pid, startTime } = service;
  if (pid === null || !(await isProcessAlive(pid, startTime))) return false;
  const { isLoaded } = await place.launchctl.state(service.label);
  // Still loaded and one token came: the bootout was never sent.
  return !isLoaded || (await problemOf(service, pid, QUICK_TOKEN_MS)) !== null;
}

async function isBootoutRunning(label: string): Promise<boolean> {
  const rows = await listProcesses();
  return rows.some(
    ({ argv, isZombie }) => !isZombie && argv.includes("bootout") && argv.some((part) => part.endsWith(`/${label}`)),
  );
}
