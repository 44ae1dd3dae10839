import { systemLaunchctl } from "../../host/launchd/launchctl.ts";
import { endOfStopped, type RunEnd } from "../decide-end.ts";
import type { RunObligations } from "../drain/run-obligations.ts";
import { type PortLock, takeNextPort, takePortLock } from "../lock/port-lock.ts";
import type { TunePlace } from "../tune-request.ts";
import { conflictLine, detectConflict, type MachineView } from "./detect.ts";
import { TUNE_PORT } from "./tune-port.ts";

export interface Occupied {
  readonly port: PortLock | null;
  /** Null when nobody serves any more, so that the run may start its candidates. */
  readonly end: RunEnd | null;
}

/** Takes the run's port and looks for whoever serves already, drains it where asked, else refuses (B27–B34, B120). */
export async function occupyPort(place: TunePlace, obligations: RunObligations): Promise<Occupied> {
  const lock = place.port === null ? takeNextPort(TUNE_PORT) : takePortLock(place.port);
  return { port: lock, end: await clearTheWay(place, obligations, lock) };
}

async function clearTheWay(
  place: TunePlace,
  obligations: RunObligations,
  lock: PortLock | null,
): Promise<RunEnd | null> {
  const port = lock?.port ?? place.port ?? TUNE_PORT;
  const view = await look(place, port);
  if ("problem" in view) return conflicting(`provider conflict: who serves cannot be told: ${view.problem}`);
  // Another run holds the port between two candidates: nothing is drained for a run that cannot start.
  if (lock === null)
    return conflicting(conflictLine(view.conflict.kind === "none" ? { kind: "port_in_use", port } : view.conflict));
  if (view.conflict.kind !== "none") {
    const step = await obligations.drain(view.conflict, port);
    if (step.kind === "aborted") return conflicting(step.message);
    if (step.kind === "ended") return endOfStopped(place.interruption.ending());
  }
  if (view.isShared) place.io.err("warning: another tune run measures on this machine; trials carry shared_machine");
  return null;
}

/** A machine whose answer does not come may have a provider that serves: no run starts beside it (B28). */
async function look(place: TunePlace, port: number): Promise<MachineView | { readonly problem: string }> {
  const { stateDir, processes, providerLabel } = place;
  const launchctl = systemLaunchctl(place.environment);
  try {
    return await detectConflict({ port, ownPids: [], stateDir, processes, launchctl, providerLabel });
  } catch (cause) {
    return { problem: cause instanceof Error ? cause.message : String(cause) };
  }
}

const conflicting = (message: string): RunEnd => ({ exitReason: "provider_conflict", message });
