import { mkdirSync, readlinkSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

export interface PortLock {
  readonly port: number;
  release(): void;
}

/**
 * Holds a port for a whole run, also between two candidates: the runs of two state folders would otherwise take turns on
 * it (B120). An open exclusive transaction in the user's temporary folder; null when another run has it.
 */
export function takePortLock(port: number): PortLock | null {
  const folder = join(tmpdir(), `espalier-ports-${userInfo().uid}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const database = new DatabaseSync(join(folder, `${port}${networkTag()}.lock`), { timeout: 0 });
  try {
    database.exec("BEGIN EXCLUSIVE");
  } catch {
    database.close();
    return null;
  }
  return {
    port,
    release: () => {
      database.exec("ROLLBACK");
      database.close();
    },
  };
}

/** Containers may share a temporary folder and still have ports of their own. */
function networkTag(): string {
  try {
    return `-${readlinkSync("/proc/self/ns/net").replace(/\D/g, "")}`;
  } catch {
    return "";
  }
}

const TRIED = 50;

/** The first port from `from` on that no other run holds (B120); null when fifty in a row are held. */
export function takeNextPort(from: number): PortLock | null {
  for (let port = from; port < from + TRIED; port += 1) {
    const lock = takePortLock(port);
    if (lock !== null) return lock;
  }
  return null;
}
