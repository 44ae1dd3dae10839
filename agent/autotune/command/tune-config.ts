import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { z } from "zod";
import type { AppliedRecipe } from "../../../core/autotune/baseline/applied-recipe.ts";
import { EngineName } from "../../../core/serving/engine-name.ts";
import type { Environment } from "../../host/environment.ts";
import { readYamlFile } from "../../host/yaml-file.ts";
import { readAppliedRecipe } from "../apply/read-applied-recipe.ts";

const text = z
  .string("must be a text")
  .min(1, "must not be empty")
  .nullish()
  .transform((value) => value ?? null);

/** A whole number, or a text that is one (A2). */
const wholeNumber = z
  .union(
    [
      z.int().min(1, "must be >= 1"),
      z
        .string()
        .regex(/^\+?\d{1,9}$/)
        .transform(Number)
        .pipe(z.int().min(1, "must be >= 1")),
    ],
    "must be >= 1",
  )
  .nullish();

/** The keys of the config file a tune itself reads; the owner's knobs never reach a candidate (B99). */
const TuneConfigFile = z.looseObject({
  provider_bin: text,
  provider_label: text,
  engine: text,
  engine_bin: text,
  engine_threads: wholeNumber,
  hub_cache_dir: text,
});

export interface TuneConfig {
  /** Where the file is, or would be. */
  readonly path: string;
  /** The recipe it holds at run start (B118); null without one. */
  readonly applied: AppliedRecipe | null;
  readonly warnings: readonly string[];
  /** Another provider executable under test, null for the running one (B6). */
  readonly providerBin: string | null;
  readonly providerLabel: string | null;
  readonly engine: EngineName;
  readonly engineBin: string | null;
  readonly engineThreads: number | null;
  readonly hubCacheDir: string | null;
}

/** Reads the config file and the environment, environment first (A1). Throws with a plain sentence when the file is unusable. */
export function readTuneConfig(explicitPath: string | null, environment: Environment): TuneConfig {
  const path = configPathOf(explicitPath, environment);
  const file = parseFile(path);
  const { applied, problem } = readAppliedRecipe(file);
  return {
    path,
    applied,
    warnings: problem === null ? [] : [`warning: config ${path}: ${problem}; the applied recipe is not measured`],
    providerBin: environment["ESPALIER_PROVIDER_BIN"] ?? file.provider_bin,
    providerLabel: environment["ESPALIER_PROVIDER_LABEL"] ?? file.provider_label,
    engine: engineOf(environment["ESPALIER_ENGINE"] ?? file.engine ?? "embedded"),
    engineBin: environment["ESPALIER_ENGINE_BIN"] ?? file.engine_bin,
    engineThreads: threadsOf(environment) ?? file.engine_threads ?? null,
    hubCacheDir: environment["ESPALIER_HUB_CACHE_DIR"] ?? file.hub_cache_dir,
  };
}

/** The config file of flag, environment or default place; absolute. */
function configPathOf(explicitPath: string | null, environment: Environment): string {
  const base = environment["XDG_CONFIG_HOME"] ?? join(environment["HOME"] ?? homedir(), ".config");
  return resolve(explicitPath ?? environment["ESPALIER_CONFIG"] ?? join(base, "espalier", "config.yaml"));
}

function engineOf(name: string): EngineName {
  const parsed = EngineName.safeParse(name);
  if (!parsed.success) throw new Error(`engine ${name} must be ${EngineName.options.join(", ")}`);
  return parsed.data;
}

/** The engine a job names in place of the configured one, whose executable then says nothing about it. */
export function withEngine(config: TuneConfig, engine: EngineName | undefined): TuneConfig {
  if (engine === undefined || engine === config.engine) return config;
  return { ...config, engine, engineBin: null };
}

function parseFile(path: string): z.infer<typeof TuneConfigFile> {
  const parsed = TuneConfigFile.safeParse(mappingOf(path));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new Error(`config ${path}: ${issue?.path.join(".") ?? ""} ${issue?.message ?? "invalid"}`);
}

function mappingOf(path: string): unknown {
  const file = readYamlFile(path);
  if (file.kind === "error") throw new Error(`config ${path} cannot be used: ${file.reason}`);
  const value = file.kind === "ok" ? file.value : null;
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
}

function threadsOf(environment: Environment): number | null {
  const given = environment["ESPALIER_ENGINE_THREADS"];
  if (given === undefined) return null;
  const read = wholeNumber.safeParse(given);
  if (read.success) return read.data ?? null;
  throw new Error(`ESPALIER_ENGINE_THREADS ${given.slice(0, 60)} must be >= 1`);
}
