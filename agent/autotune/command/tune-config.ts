import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import type { Environment } from "../../host/environment.ts";

const text = z
  .string()
  .min(1)
  .nullish()
  .transform((value) => value ?? null);

/** The keys of the config file a tune reads; the owner's knobs are none of them (B99). */
const TuneConfigFile = z.looseObject({
  provider_bin: text,
  provider_label: text,
  engine: text,
  engine_bin: text,
  engine_threads: z.coerce.number().int().min(1).nullish(),
  hub_cache_dir: text,
});

export interface TuneConfig {
  /** Another provider executable under test, null for the running one (B6). */
  readonly providerBin: string | null;
  readonly providerLabel: string | null;
  readonly engine: string;
  readonly engineBin: string | null;
  readonly engineThreads: number | null;
  readonly hubCacheDir: string | null;
}

/** Reads the config file and the environment, environment first (A1). Throws with a plain sentence when the file is unusable. */
export function readTuneConfig(explicitPath: string | null, environment: Environment): TuneConfig {
  const home = environment["HOME"] ?? homedir();
  const base = environment["XDG_CONFIG_HOME"] ?? join(home, ".config");
  const path = explicitPath ?? environment["ESPALIER_CONFIG"] ?? join(base, "espalier", "config.yaml");
  const file = parseFile(path);
  const threads = Number(environment["ESPALIER_ENGINE_THREADS"]);
  return {
    providerBin: environment["ESPALIER_PROVIDER_BIN"] ?? file.provider_bin,
    providerLabel: environment["ESPALIER_PROVIDER_LABEL"] ?? file.provider_label,
    engine: environment["ESPALIER_ENGINE"] ?? file.engine ?? "embedded",
    engineBin: environment["ESPALIER_ENGINE_BIN"] ?? file.engine_bin,
    engineThreads: Number.isInteger(threads) && threads >= 1 ? threads : (file.engine_threads ?? null),
    hubCacheDir: environment["ESPALIER_HUB_CACHE_DIR"] ?? file.hub_cache_dir,
  };
}

function parseFile(path: string): z.infer<typeof TuneConfigFile> {
  const parsed = TuneConfigFile.safeParse(yamlOf(path));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new Error(`config ${path}: ${issue?.path.join(".") ?? ""}: ${issue?.message ?? "invalid"}`);
}

function yamlOf(path: string): unknown {
  let content: string;
  try {
    content = readFileSync(path, "utf8");
  } catch {
    return {};
  }
  try {
    const value: unknown = parse(content);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
  } catch (cause) {
    throw new Error(`config ${path} is not valid YAML`, { cause });
  }
}
