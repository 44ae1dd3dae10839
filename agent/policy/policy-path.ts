import { homedir } from "node:os";
import { join } from "node:path";
import type { Environment } from "../host/environment.ts";

/** Where the policy is: in the user's configuration for the user's own state folder, inside any other state folder. */
export function policyPath(stateDir: string, environment: Environment): string {
  const home = environment["HOME"] ?? homedir();
  const usersOwn = join(environment["XDG_STATE_HOME"] ?? join(home, ".local", "state"), "espalier");
  if (stateDir !== usersOwn) return join(stateDir, "policy.yaml");
  return join(environment["XDG_CONFIG_HOME"] ?? join(home, ".config"), "espalier", "policy.yaml");
}
