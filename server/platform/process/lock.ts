import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { StartError } from "./start-error.ts";

/** An open database that nothing refers to is closed by the garbage collector, and its lock goes with it. */
const held = new Set<DatabaseSync>();

/**
 * Takes the data folder: an open exclusive transaction on `console.lock`, which the kernel frees when the process dies.
 * Throws StartError that names the holder's process id. `release` is for an orderly stop.
 */
export function lockDataFolder(dataDir: string, pid: number): { release(): void } {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const file = path.join(dataDir, "console.lock");
  const pidFile = path.join(dataDir, "console.pid");
  const db = new DatabaseSync(file, { timeout: 0 });
  try {
    chmodSync(file, 0o600);
    db.exec("BEGIN EXCLUSIVE");
  } catch (cause) {
    db.close();
    const holder = existsSync(pidFile) ? readFileSync(pidFile, "utf8").trim() : "unknown";
    throw new StartError(
      `another console (process ${holder}) is running on the data folder ${dataDir}`,
      `Stop it (kill ${holder}), or start this one with --data DIR and --port N of its own.`,
      cause,
    );
  }
  held.add(db);
  writeFileSync(pidFile, String(pid), { mode: 0o600 });
  return {
    release() {
      held.delete(db);
      db.exec("ROLLBACK");
      db.close();
    },
  };
}
