import type { ServiceState } from "../../host/launchd/launchctl.ts";
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
  if (!service.hasBegun && (await stateOf(place, service)).isLoaded) return null;
  await settleDrain(place, service);
  if (!(await stateOf(place, service)).isLoaded) {
    const loaded = await place.launchctl.bootstrap(service.plist);
    if (loaded.kind === "failed" && !(await stateOf(place, service)).isLoaded) return loaded.reason;
  }
  // It was loaded but did not run before, so there is nothing to wait for.
  if (service.pid === null) return null;
  return verifyService(place, service);
}

/** Whether the loaded service gets ready within its load deadline. */
function verifyService(place: RestorePlace, service: Service): Promise<string | null> {
  return verifyProvider({
    pid: () =>
      place.launchctl.state(service.label).then(
        ({ pid }) => pid,
        () => null,
      ),
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
  const { pid } = await stateOf(place, service);
  await settleDrain(place, { ...service, pid, startTime: null });
  const loaded = await place.launchctl.bootstrap(service.plist);
  return loaded.kind === "failed" ? loaded.reason : verifyService(place, service);
}

/** An answer that does not come is asked for again: the service is neither loaded twice nor left down for it. */
async function stateOf(place: RestorePlace, { label }: Service): Promise<ServiceState> {
  const startedMs = place.clock.monoMs();
  for (;;) {
    try {
      return await place.launchctl.state(label);
    } catch (cause) {
      if (place.clock.monoMs() - startedMs >= SETTLE_MS) throw cause;
      await wait(POLL_MS);
    }
  }
}

/** Whoever drained or restored may have died while launchd was still at it: its command and the old process are waited for. */
async function settleDrain(place: RestorePlace, service: Service): Promise<void> {
  const startedMs = place.clock.monoMs();
  while (place.clock.monoMs() - startedMs < SETTLE_MS) {
    if (!(await isUnsettled(place, service))) return;
    await wait(POLL_MS);
  }
}

async function isUnsettled(place: RestorePlace, service: Service): Promise<boolean> {
  if (await isCommandRunning(service)) return true;
  const { pid, startTime } = service;
  if (pid === null || !(await isProcessAlive(pid, startTime))) return false;
  const { isLoaded } = await stateOf(place, service);
  // Still loaded and one token came: the bootout was never sent.
  return !isLoaded || (await problemOf(service, pid, QUICK_TOKEN_MS)) !== null;
}

/** A bootout or bootstrap of this service under way, whoever gave it. */
async function isCommandRunning({ label, plist }: Service): Promise<boolean> {
  const rows = await listProcesses();
  return rows.some(({ argv, isZombie }) => {
    const isBootout = argv.includes("bootout") && argv.some((part) => part.endsWith(`/${label}`));
    return !isZombie && (isBootout || (argv.includes("bootstrap") && argv.includes(plist)));
  });
}
