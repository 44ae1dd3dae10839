import { type Conflict, conflictLine, detectConflict } from "../conflicts/detect.ts";
import type { DrainLedger, DrainPlace, DrainStep } from "./drain-place.ts";
import { drainProcess } from "./drain-process.ts";
import { drainService } from "./drain-service.ts";

/** Providers that start again as fast as they are drained would keep a run busy for ever. */
const MOST_DRAINS = 10;

/** Drains one conflict after the other and looks again after each, until nobody serves (B103). A step that throws is a conflict, never an internal error (B34). */
export async function drainConflicts(place: DrainPlace, first: Conflict, ledger: DrainLedger): Promise<DrainStep> {
  let conflict = first;
  for (let count = 0; count < MOST_DRAINS; count += 1) {
    if (conflict.kind === "none") return { kind: "drained" };
    if (conflict.kind === "port_in_use") return { kind: "aborted", message: conflictLine(conflict) };
    if (place.signal.aborted) return { kind: "ended" };
    const step = await tryDrain(place, conflict, ledger);
    if (step.kind !== "drained") return step;
    conflict = await lookAgain(place, ledger);
  }
  return { kind: "aborted", message: `--drain failed: providers keep starting; ${MOST_DRAINS} were drained` };
}

async function tryDrain(
  place: DrainPlace,
  conflict: Extract<Conflict, { kind: "launchdManaged" | "foreground" }>,
  ledger: DrainLedger,
): Promise<DrainStep> {
  try {
    return conflict.kind === "foreground"
      ? await drainProcess(place, conflict, ledger)
      : await drainService(place, conflict);
  } catch (cause) {
    return { kind: "aborted", message: `--drain failed: ${cause instanceof Error ? cause.message : String(cause)}` };
  }
}

async function lookAgain(place: DrainPlace, ledger: DrainLedger): Promise<Conflict> {
  const { restore, stateDir, processes, providerLabel, port } = place;
  const { launchctl } = restore;
  const view = await detectConflict({ port, ownPids: ledger.survivors, stateDir, processes, launchctl, providerLabel });
  return view.conflict;
}
