import { readdir, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import type { AgentStore } from "../../store/open-store.ts";
import { boundPaths } from "../../store/outbox-files.ts";

/** Deletes what a share that was cut off left in its folder, never what waits to be sent; call it under the share's lock. */
export async function clearLeftovers(store: AgentStore, folder: string): Promise<void> {
  // By name: the folder may have been reached by another spelling of its path.
  const waiting = new Set([...boundPaths(store)].map((path) => basename(path)));
  for (const name of await readdir(folder)) {
    if (!waiting.has(name)) await rm(join(folder, name), { recursive: true, force: true });
  }
}
