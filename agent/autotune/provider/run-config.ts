import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";

/** B99: all a candidate may learn from a file; the user's knobs are not among it. */
export interface RunConfigValues {
  readonly engine: string;
  readonly engineBin: string | null;
  readonly engineThreads: number | null;
  readonly hubCacheDir: string | null;
  readonly stateDir: string;
  readonly modelRevisions: Readonly<Record<string, string>>;
}

export interface RunConfig {
  readonly path: string;
  remove(): void;
}

/** Writes the run-private 0600 config file of a run's providers into a fresh private folder under `parent`. */
export function writeRunConfig(parent: string, values: RunConfigValues): RunConfig {
  const folder = mkdtempSync(join(parent, "espalier-run-"));
  const path = join(folder, "config.yaml");
  const document = {
    engine: values.engine,
    ...(values.engineBin === null ? {} : { engine_bin: values.engineBin }),
    ...(values.engineThreads === null ? {} : { engine_threads: values.engineThreads }),
    ...(values.hubCacheDir === null ? {} : { hub_cache_dir: values.hubCacheDir }),
    state_dir: values.stateDir,
    ...(Object.keys(values.modelRevisions).length === 0 ? {} : { model_revisions: values.modelRevisions }),
  };
  writeFileSync(path, stringify(document), { mode: 0o600, flag: "wx" });
  return { path, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
