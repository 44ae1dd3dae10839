import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import type { Environment } from "../../host/environment.ts";

export type ConfigOutcome =
  | { readonly kind: "ok"; readonly values: Readonly<Record<string, unknown>>; readonly warning: string | null }
  | { readonly kind: "error"; readonly message: string };

/** A2: reads the config file. A file named by flag or ESPALIER_CONFIG must exist, the default one need not. */
export function readConfigFile(flag: string | null, environment: Environment): ConfigOutcome {
  const named = flag ?? environment["ESPALIER_CONFIG"] ?? null;
  const path = named ?? defaultPath(environment);
  if (!existsSync(path)) {
    return named === null
      ? { kind: "ok", values: {}, warning: null }
      : { kind: "error", message: `config file ${path} does not exist` };
  }
  return parseConfig(path);
}

function defaultPath(environment: Environment): string {
  const base = environment["XDG_CONFIG_HOME"] ?? join(environment["HOME"] ?? homedir(), ".config");
  return join(base, "espalier", "config.yaml");
}

function parseConfig(path: string): ConfigOutcome {
  let value: unknown;
  try {
    value = parse(readFileSync(path, "utf8"));
  } catch (cause) {
    const reason = cause instanceof Error ? (cause.message.split("\n")[0] ?? "") : String(cause);
    return { kind: "error", message: `config file ${path} cannot be read: ${reason}` };
  }
  if (value === null) return { kind: "ok", values: {}, warning: null };
  if (typeof value !== "object" || Array.isArray(value)) {
    return { kind: "ok", values: {}, warning: `config file ${path} is not a mapping; ignored` };
  }
  return { kind: "ok", values: Object.fromEntries(Object.entries(value)), warning: null };
}
