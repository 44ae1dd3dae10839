import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { stopGroup } from "../../host/process.ts";
import { isProcessAlive, listProcesses } from "../../host/process-list.ts";
import { stopCandidate } from "./stop-candidate.ts";
import { isTuneLockHeld, type LiveCandidate, readTuneLockOwner, type TuneLockOwner } from "./tune-lock.ts";

const GRACE_MS = 10_000;

/** A26: what a serving process left about itself and its engine. Read loosely, written by serve. */
const RunFile = z.looseObject({
  pid: z.int(),
  start_time: z.union([z.string(), z.number()]).transform(String),
  engine_pid: z.int().nullish(),
  engine_start_time: z.union([z.string(), z.number()]).transform(String).nullish(),
  engine_argv: z.array(z.string()).nullish(),
});

/**
 * Stops what dead runs and dead serving processes of this state folder left, before anything new starts (A26, B100, B102).
 * Whoever holds the tune lock passes its previous owner; without it a living run keeps its candidate.
 */
export async function cleanUpLeftovers(stateDir: string, previous?: TuneLockOwner | null): Promise<string[]> {
  const owner = previous ?? (isTuneLockHeld(stateDir) ? null : readTuneLockOwner(stateDir));
  const notes = owner?.candidate ? await stopLeftCandidate(owner.candidate) : [];
  for (const path of runFiles(stateDir)) notes.push(...(await cleanRunFile(path)));
  return notes;
}

async function stopLeftCandidate(candidate: LiveCandidate): Promise<string[]> {
  const result = await stopCandidate(candidate, GRACE_MS);
  return result.kind === "none" ? [] : [`candidate of a dead run: ${result.kind}`];
}

function runFiles(stateDir: string): string[] {
  try {
    return readdirSync(stateDir).flatMap((name) => (/^serve-\d+\.json$/.test(name) ? [join(stateDir, name)] : []));
  } catch {
    return [];
  }
}

async function cleanRunFile(path: string): Promise<string[]> {
  const parsed = parse(path);
  if (parsed === null || (await isProcessAlive(parsed.pid, parsed.start_time))) return [];
  const engine = (await listProcesses()).find(
    (row) =>
      row.pid === parsed.engine_pid &&
      row.startTime === parsed.engine_start_time &&
      row.argv.join("\0") === (parsed.engine_argv ?? []).join("\0"),
  );
  if (engine !== undefined && engine.groupId === engine.pid) {
    await stopGroup({ pid: engine.pid, startTime: engine.startTime, graceMs: GRACE_MS, mayKill: true });
  }
  rmSync(path, { force: true });
  return engine === undefined ? [] : [`engine of a dead serve process on ${path}`];
}

function parse(path: string): z.infer<typeof RunFile> | null {
  try {
    const parsed = RunFile.safeParse(JSON.parse(readFileSync(path, "utf8")));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
