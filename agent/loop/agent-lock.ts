import { join } from "node:path";
import { type ExclusiveFile, takeExclusiveFile } from "../host/exclusive-file.ts";

/** Takes the one agent lock of a state folder (ID5). Null when another process holds it. */
export function takeAgentLock(stateDir: string): ExclusiveFile | null {
  return takeExclusiveFile(join(stateDir, "agent.lock"));
}
