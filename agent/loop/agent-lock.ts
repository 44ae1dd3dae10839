import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** Takes the one agent lock of a state folder: an open exclusive transaction, which the kernel frees when its process dies (ID5). Null when another process holds it. */
export function takeAgentLock(stateDir: string): { release(): void } | null {
  mkdirSync(stateDir, { recursive: true, mode: 0o700 });
  const database = new DatabaseSync(join(stateDir, "agent.lock"), { timeout: 0 });
  try {
    database.exec("BEGIN EXCLUSIVE");
  } catch {
    database.close();
    return null;
  }
  return {
    release: () => {
      database.exec("ROLLBACK");
      database.close();
    },
  };
}
