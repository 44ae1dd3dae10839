import { homedir } from "node:os";
import { join } from "node:path";
import type { Environment } from "../../host/environment.ts";
import { readYamlFile } from "../../host/yaml-file.ts";

export type ConfigOutcome =
  | { readonly kind: "ok"; readonly values: Readonly<Record<string, unknown>>; readonly warning: string | null }
  | { readonly kind: "error"; readonly message: string };

/** A2: reads the config file. A file named by flag or ESPALIER_CONFIG must exist, the default one need not. */
export function readConfigFile(flag: string | null, environment: Environment): ConfigOutcome {
  const named = flag ?? environment["ESPALIER_CONFIG"] ?? null;
  const path = named ?? defaultPath(environment);
  const file = readYamlFile(path);
  switch (file.kind) {
    case "missing":
      return named === null
        ? { kind: "ok", values: {}, warning: null }
        : { kind: "error", message: `config file ${path} does not exist` };
    case "error":
      return { kind: "error", message: `config file ${path} cannot be used: ${file.reason}` };
    case "ok":
      return configOf(path, file.value);
  }
}

function defaultPath(environment: Environment): string {
  const base = environment["XDG_CONFIG_HOME"] ?? join(environment["HOME"] ?? homedir(), ".config");
  return join(base, "espalier", "config.yaml");
}

function configOf(path: string, value: unknown): ConfigOutcome {
  if (value === null) return { kind: "ok", values: {}, warning: null };
  if (typeof value !== "object" || Array.isArray(value)) {
    return { kind: "ok", values: {}, warning: `config file ${path} is not a mapping; ignored` };
  }
  return { kind: "ok", values: Object.fromEntries(Object.entries(value)), warning: null };
}
