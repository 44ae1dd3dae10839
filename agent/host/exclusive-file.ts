import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { makeFolder } from "./make-folder.ts";

export interface ExclusiveFile {
  release(): void;
}

/** An open database that nothing refers to is closed by the garbage collector, and its lock would go with it. */
const held = new Set<DatabaseSync>();

/**
 * Takes a lock on `path`: an open exclusive transaction on a small SQLite file, which the kernel frees when the process
 * dies (design.md section 3). Null when another process holds it.
 */
export function takeExclusiveFile(path: string): ExclusiveFile | null {
  makeFolder(dirname(path));
  const database = new DatabaseSync(path, { timeout: 0 });
  try {
    database.exec("BEGIN EXCLUSIVE");
  } catch {
    database.close();
    return null;
  }
  held.add(database);
  return {
    release: () => {
      held.delete(database);
      database.exec("ROLLBACK");
      database.close();
    },
  };
}

/**
 * Whether another connection holds the lock. Looking reads, which shares the file with other looks; a taker in that instant
 * is refused, so who takes a file that others look at tries again.
 */
export function isExclusiveFileHeld(path: string): boolean {
  if (!existsSync(path)) return false;
  const database = new DatabaseSync(path, { timeout: 0, readOnly: true });
  try {
    database.exec("SELECT 1 FROM sqlite_schema");
    return false;
  } catch {
    return true;
  } finally {
    database.close();
  }
}
