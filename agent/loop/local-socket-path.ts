import { resolve } from "node:path";
import { agentSocketPath } from "../../core/serving/socket-name.ts";
import { readEnvironment } from "../host/environment.ts";

/** Where the agent of a state folder listens for local commands: a 0600 socket in a 0700 folder (TR1). */
export function localSocketPath(stateDir: string): { folder: string; path: string } {
  const runtimeDir = readEnvironment()["XDG_RUNTIME_DIR"] ?? null;
  return agentSocketPath(resolve(stateDir), { runtimeDir, uid: process.getuid?.() ?? 0 });
}
