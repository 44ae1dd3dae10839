import { isPortFree } from "../../host/port-owner.ts";
import { type StopResult, stopGroup } from "../../host/process.ts";
import { listProcesses } from "../../host/process-list.ts";
import type { ProcessRow } from "../../host/ps-listing.ts";
import { wait } from "../../host/wait.ts";
import type { LiveCandidate } from "./tune-lock.ts";

/** A spawned child shows its argv only once it has executed. */
const APPEARS_WITHIN_MS = 1500;
const LOOK_EVERY_MS = 100;

/** Stops the candidate a dead run left, by B25's ladder; `none` when it is not there any more. */
export async function stopCandidate(
  candidate: LiveCandidate,
  { graceMs, mayKill }: { graceMs: number; mayKill: boolean },
): Promise<StopResult | { kind: "none" }> {
  const row = await findCandidate(candidate);
  if (row === null) return { kind: "none" };
  // A killed process shows as ended while its other threads still hold the port.
  const isSettled = () => isPortFree(candidate.port);
  return stopGroup({ pid: row.pid, startTime: row.startTime, graceMs, mayKill, isSettled });
}

async function findCandidate(candidate: LiveCandidate): Promise<ProcessRow | null> {
  for (let waitedMs = 0; ; waitedMs += LOOK_EVERY_MS) {
    const rows = await listProcesses();
    const found = rows.find((row) => isCandidate(row, candidate) && !isOfLivingRun(row, rows));
    if (found !== undefined) return found;
    if (candidate.pid !== null || waitedMs >= APPEARS_WITHIN_MS) return null;
    await wait(LOOK_EVERY_MS);
  }
}

/** With a pid the start time must match; without one the arguments from `serve` on, of a group leader. */
function isCandidate(row: ProcessRow, candidate: LiveCandidate): boolean {
  if (row.isZombie) return false;
  if (candidate.pid !== null) {
    return row.pid === candidate.pid && (candidate.startTime === null || row.startTime === candidate.startTime);
  }
  return row.groupId === row.pid && serveArguments(row.argv) === serveArguments(candidate.argv);
}

/** A provider that is a script shows its interpreter first, so only what follows is compared. */
function serveArguments(argv: readonly string[]): string {
  const from = argv.indexOf("serve");
  return from < 0 ? `not serving: ${argv.join("\0")}` : argv.slice(from).join("\0");
}

/** Another run may have started the same model on the port meanwhile; a child of a living run is never a leftover. */
function isOfLivingRun(row: ProcessRow, rows: readonly ProcessRow[]): boolean {
  const parent = rows.find(({ pid }) => pid === row.parentPid);
  return parent !== undefined && !parent.isZombie && parent.argv.includes("autotune");
}
