import { readlinkSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { takeExclusiveFile } from "../../host/exclusive-file.ts";

export interface PortLock {
  readonly port: number;
  release(): void;
}

/**
 * Holds a port for a whole run, also between two candidates: the runs of two state folders would otherwise take turns on
 * it (B120). A lock file in the user's temporary folder; null when another run has it.
 */
export function takePortLock(port: number): PortLock | null {
  const folder = join(tmpdir(), `espalier-ports-${userInfo().uid}`);
  const file = takeExclusiveFile(join(folder, `${port}${networkTag()}.lock`));
  return file === null ? null : { port, release: file.release };
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
