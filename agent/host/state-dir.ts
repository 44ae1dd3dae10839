import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import type { Environment } from "./environment.ts";

/** The folder that holds `agent/`: a checkout, or the packed agent. */
const INSTALL_ROOT = resolve(import.meta.dirname, "../..");

/** The executable a candidate, a child run or a helper is started with: `<node> <root>/agent/bin/espalier`. */
export const ESPALIER_BINARY = join(INSTALL_ROOT, "agent", "bin", "espalier");

/** True when the agent runs from a checkout, whose house agent's folder is then the default. */
function isCheckout(root: string = INSTALL_ROOT): boolean {
  return existsSync(join(root, "server", "main.ts"));
}

/** The state folder: flag, then ESPALIER_STATE_DIR, then the checkout's house agent, then the user's. Always absolute, not created. */
export function resolveStateDir(flag: string | null, environment: Environment, root: string = INSTALL_ROOT): string {
  const named = flag ?? environment["ESPALIER_STATE_DIR"];
  if (named !== undefined && named !== "") return resolve(named);
  if (isCheckout(root)) return join(root, "data", "house-agent");
  const base = environment["XDG_STATE_HOME"] ?? join(environment["HOME"] ?? homedir(), ".local", "state");
  return join(base, "espalier");
}
