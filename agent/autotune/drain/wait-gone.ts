import { isPortFree } from "../../host/port-owner.ts";
import { isProcessAlive } from "../../host/process-list.ts";
import { wait } from "../../host/wait.ts";
import type { DrainPlace } from "./drain-place.ts";

const POLL_MS = 100;

export interface Leaving {
  readonly pid: number | null;
  readonly startTime: string | null;
  readonly port: number | null;
  /** What must also hold, such as that launchd has unloaded it. */
  readonly isUnloaded?: () => Promise<boolean>;
}

export type GoneResult = "gone" | "alive" | "port-taken" | "ended";

/** Waits up to the grace until the process is gone and its port and the run's are free (B32, B33). */
export async function waitGone(place: DrainPlace, leaving: Leaving): Promise<GoneResult> {
  const { clock } = place.restore;
  const startedMs = clock.monoMs();
  for (;;) {
    const now = await look(place, leaving);
    if (now === "gone") return now;
    if (place.signal.aborted) return "ended";
    if (clock.monoMs() - startedMs >= place.graceS * 1000) return now;
    await wait(POLL_MS, place.signal);
  }
}

async function look(place: DrainPlace, leaving: Leaving): Promise<"gone" | "alive" | "port-taken"> {
  const { pid, startTime, port } = leaving;
  if (pid !== null && (await isProcessAlive(pid, startTime))) return "alive";
  if ((await leaving.isUnloaded?.()) === false) return "alive";
  return (await arePortsFree(place, port)) ? "gone" : "port-taken";
}

/** The provider's own port, where it is known, and the run's. */
export async function arePortsFree(place: DrainPlace, port: number | null): Promise<boolean> {
  return (port === null || (await isPortFree(port))) && (await isPortFree(place.port));
}
