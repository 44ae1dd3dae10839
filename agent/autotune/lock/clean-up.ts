import { readdirSync } from "node:fs";
import { join } from "node:path";
import { stopLeftoverEngine } from "../../serve/leftover-engine.ts";
import { stopCandidate } from "./stop-candidate.ts";
import { isTuneLockHeld, type LiveCandidate, readTuneLockOwner, type TuneLockOwner } from "./tune-lock.ts";

const GRACE_MS = 10_000;

/**
 * Stops what dead runs and dead serving processes of this state folder left, before anything new starts (A26, B100, B102).
 * Whoever holds the tune lock passes its previous owner; without it a living run keeps its candidate.
 */
export async function cleanUpLeftovers(stateDir: string, previous?: TuneLockOwner | null): Promise<string[]> {
  const owner = previous ?? (isTuneLockHeld(stateDir) ? null : readTuneLockOwner(stateDir));
  const notes = owner?.candidate ? await stopLeftCandidate(owner.candidate) : [];
  for (const path of runFiles(stateDir)) notes.push(...(await stopLeftoverEngine(path)));
  return notes;
}

async function stopLeftCandidate(candidate: LiveCandidate): Promise<string[]> {
  const result = await stopCandidate(candidate, { graceMs: GRACE_MS, mayKill: true });
  return result.kind === "none" ? [] : [`candidate of a dead run: ${result.kind}`];
}

function runFiles(stateDir: string): string[] {
  try {
    return readdirSync(stateDir).flatMap((name) => (/^serve-\d+\.json$/.test(name) ? [join(stateDir, name)] : []));
  } catch {
    return [];
  }
}
