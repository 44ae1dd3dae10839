import { type StopResult, stopGroup } from "../../host/process.ts";
import { listProcesses, type ProcessRow } from "../../host/process-list.ts";
import { wait } from "../../host/wait.ts";
import type { LiveCandidate } from "./tune-lock.ts";

/** A spawned child shows its argv only once it has executed. */
const APPEARS_WITHIN_MS = 1500;
const LOOK_EVERY_MS = 100;

/** Stops the candidate a dead run left, by B25's ladder; `none` when it is not there any more. */
export async function stopCandidate(candidate: LiveCandidate, graceMs: number): Promise<StopResult | { kind: "none" }> {
  const row = await findCandidate(candidate);
  if (row === null) return { kind: "none" };
  return stopGroup({ pid: row.pid, startTime: row.startTime, graceMs, mayKill: true });
}

async function findCandidate(candidate: LiveCandidate): Promise<ProcessRow | null> {
  for (let waitedMs = 0; ; waitedMs += LOOK_EVERY_MS) {
    const found = (await listProcesses()).find((row) => isCandidate(row, candidate));
    if (found !== undefined) return found;
    if (candidate.pid !== null || waitedMs >= APPEARS_WITHIN_MS) return null;
    await wait(LOOK_EVERY_MS);
  }
}

/** With a pid the start time must match; without one the whole argv, of a group leader. */
function isCandidate(row: ProcessRow, candidate: LiveCandidate): boolean {
  if (row.isZombie) return false;
  if (candidate.pid !== null) {
    return row.pid === candidate.pid && (candidate.startTime === null || row.startTime === candidate.startTime);
  }
  return (
    row.groupId === row.pid &&
    row.argv.length === candidate.argv.length &&
    row.argv.every((part, index) => part === candidate.argv[index])
  );
}
