import { existsSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fail } from "./fail.mjs";

/** Ends with a clear error when another console holds the data folder: its lock is an open exclusive transaction. */
export function checkFree(dataDir) {
  const file = join(dataDir, "console.lock");
  if (!existsSync(file)) return;
  const lock = new DatabaseSync(file, { timeout: 0 });
  try {
    lock.exec("BEGIN EXCLUSIVE; ROLLBACK");
  } catch {
    fail({
      message: `another console is running on the data folder ${dataDir}`,
      fix: "stop it, or start this one with --data DIR and --port N of its own",
    });
  } finally {
    lock.close();
  }
}
