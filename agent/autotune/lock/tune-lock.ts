import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { type ExclusiveFile, isExclusiveFileHeld, takeExclusiveFile } from "../../host/exclusive-file.ts";
import { readProcess } from "../../host/process-list.ts";
import { wait } from "../../host/wait.ts";

/** The candidate a run has alive: by argv before the spawn, by pid and start time after it (B102). */
export const LiveCandidate = z.strictObject({
  argv: z.array(z.string()),
  pid: z.int().nullable(),
  startTime: z.string().nullable(),
  port: z.int(),
  /** False under `--no-force-kill`: the helper of that run never sends SIGKILL (B25). */
  mayKill: z.boolean().optional(),
});
export type LiveCandidate = z.infer<typeof LiveCandidate>;

/** Who holds the tune lock of a state folder (B100). */
export const TuneLockOwner = z.strictObject({
  pid: z.int(),
  startTime: z.string().nullable(),
  runId: z.uuid(),
  candidate: LiveCandidate.nullable(),
});
export type TuneLockOwner = z.infer<typeof TuneLockOwner>;

export interface TuneLock {
  readonly runId: string;
  /** Durable before it returns, so that a crash right after leaves a name to clean up by. */
  nameCandidate(candidate: LiveCandidate | null): void;
  /** Keeps the candidate's name when it is still there, so that the next run stops it (B26). */
  release(options: { readonly keepsCandidate: boolean }): void;
}

export type TuneLockResult =
  | { readonly kind: "held"; readonly lock: TuneLock; readonly previous: TuneLockOwner | null }
  | { readonly kind: "busy"; readonly pid: number | null };

const lockPath = (stateDir: string) => join(stateDir, "tune.lock");
const ownerPath = (stateDir: string) => join(stateDir, "tune.lock.json");

/** Together a second, far longer than a look at the lock takes. */
const TRIES = 20;
const PAUSE_MS = 50;

/** The last owner of the lock, alive or dead; null when the file is missing or torn. */
export function readTuneLockOwner(stateDir: string): TuneLockOwner | null {
  try {
    const parsed = TuneLockOwner.safeParse(JSON.parse(readFileSync(ownerPath(stateDir), "utf8")));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/**
 * Takes the one tune lock of a state folder (B100). A dead owner's candidate stays named until the new owner names its own, so no crash in between forgets it.
 */
export async function takeTuneLock(stateDir: string, runId: string): Promise<TuneLockResult> {
  const file = await takeFile(lockPath(stateDir));
  if (file === null) return { kind: "busy", pid: readTuneLockOwner(stateDir)?.pid ?? null };
  const previous = readTuneLockOwner(stateDir);
  const startTime = (await readProcess(process.pid))?.startTime ?? null;
  const write = (candidate: LiveCandidate | null) =>
    writeOwner(stateDir, { pid: process.pid, startTime, runId, candidate });
  write(previous?.candidate ?? null);
  return {
    kind: "held",
    previous,
    lock: {
      runId,
      nameCandidate: write,
      release: ({ keepsCandidate }) => {
        if (!keepsCandidate) write(null);
        file.release();
      },
    },
  };
}

/** An idle agent looks at the lock at each poll; a look is no run, so it is waited out. */
async function takeFile(path: string): Promise<ExclusiveFile | null> {
  for (let left = TRIES - 1; left > 0; left -= 1) {
    const file = takeExclusiveFile(path);
    if (file !== null) return file;
    await wait(PAUSE_MS);
  }
  return takeExclusiveFile(path);
}

function writeOwner(stateDir: string, owner: TuneLockOwner): void {
  const path = ownerPath(stateDir);
  const draft = `${path}.new`;
  const file = openSync(draft, "w", 0o600);
  writeSync(file, JSON.stringify(owner));
  fsyncSync(file);
  closeSync(file);
  renameSync(draft, path);
}

/** True while a living run holds the folder's lock (T12: console jobs wait meanwhile). */
export function isTuneLockHeld(stateDir: string): boolean {
  return isExclusiveFileHeld(lockPath(stateDir));
}
