import { randomBytes, randomInt, randomUUID } from "node:crypto";
import { basename } from "node:path";
import type { EngineCapability } from "../../../core/serving/capability.ts";
import { resolveModelStores } from "../../engines/model-stores.ts";
import { printedVersion } from "../../engines/version-in.ts";
import type { Environment } from "../../host/environment.ts";
import { readSignals, readWakeTime } from "../../host/machine/signals.ts";
import { listProcesses } from "../../host/process-list.ts";
import { ESPALIER_BINARY } from "../../host/state-dir.ts";
import { readEngineCapability } from "../provider/engine-capability.ts";
import { viewModelCache } from "../provider/model-cache-view.ts";
import type { DrainWish, SearchPlace } from "../search-place.ts";
import type { TuneConfig } from "./tune-config.ts";

export interface PlaceChoice {
  readonly stateDir: string;
  readonly environment: Environment;
  readonly config: TuneConfig;
  readonly port: number | null;
  readonly drain: DrainWish | null;
  readonly mayForceKill: boolean;
  readonly isVerbose: boolean;
}

/** The machine as a real run uses it: its own executable, clock, randomness and model cache. */
export function tunePlace(choice: PlaceChoice): SearchPlace {
  const { config, environment } = choice;
  return {
    stateDir: choice.stateDir,
    environment,
    binary: config.providerBin === null ? [process.execPath, ESPALIER_BINARY] : [config.providerBin],
    providerName: config.providerBin === null ? "espalier" : basename(config.providerBin),
    port: choice.port,
    providerLabel: config.providerLabel,
    processes: listProcesses,
    drain: choice.drain,
    engine: config.engine,
    engineBin: config.engineBin,
    engineThreads: config.engineThreads,
    hubCacheDir: config.hubCacheDir,
    applied: config.applied,
    mayForceKill: choice.mayForceKill,
    isVerbose: choice.isVerbose,
    cache: viewModelCache(resolveModelStores(config.hubCacheDir, environment), config.engine),
    signals: readSignals,
    wakeTime: readWakeTime,
    newId: randomUUID,
    drawRngKey: () => randomInt(2 ** 32),
    nonce: () => randomBytes(6).toString("hex"),
    loadDeadlineMs: null,
    stopGraceMs: null,
    pauseMs: null,
    lagLimitMs: null,
  };
}

/** The capability of the running executable's engine; another provider binary says nothing about itself beforehand. */
export function capabilityOf(config: TuneConfig, environment: Environment): Promise<EngineCapability | null> {
  return config.providerBin === null ? readEngineCapability(config, environment) : Promise.resolve(null);
}

/** A45: macprovider-cli as the provider under test reports its own version; null for our own executable, whatever its name. */
export async function ownVersionOf({ providerBin }: TuneConfig, environment: Environment): Promise<string | null> {
  if (providerBin === null || basename(providerBin) !== "macprovider-cli") return null;
  return printedVersion(providerBin, environment);
}
