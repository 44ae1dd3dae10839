import type { EngineCapability } from "../../core/serving/capability.ts";
import { EngineName } from "../../core/serving/engine-name.ts";
import type { Environment } from "../host/environment.ts";
import { EMBEDDED, embeddedCapability } from "./embedded/embedded-capability.ts";
import { loadLlama } from "./embedded/load-llama.ts";
import { metalWorkingSet } from "./embedded/metal-working-set.ts";
import { findEngineBinary } from "./find-binary.ts";
import { llamaServerCapability } from "./llama-server/llama-server-capability.ts";
import { macproviderCapability } from "./macprovider/macprovider-capability.ts";
import { mlxLmCapability, mlxVlmCapability } from "./mlx/mlx-capability.ts";
import { pythonPackageVersion } from "./mlx/python-package-version.ts";
import { ollamaCapability } from "./ollama/ollama-capability.ts";
import { printedVersion } from "./version-in.ts";

export type EngineListing = {
  readonly engines: readonly EngineCapability[];
  readonly workingSetBytes: number | null;
  readonly missing: readonly { readonly engine: string; readonly reason: string }[];
};

export type ListingQuestion = {
  readonly environment: Environment;
  /** Only this engine; null lists whatever is installed. */
  readonly only: EngineName | null;
  /** The engine whose executable the owner named, and where it is. */
  readonly configured: { readonly engine: EngineName; readonly binary: string | null };
};

type Installed = { readonly engine: Exclude<EngineName, "embedded">; readonly path: string };

/** The engines of this machine with what they can do (A40), asked of the engines themselves. Loads native code: only for a process of its own. */
export async function listEngines({ environment, only, configured }: ListingQuestion): Promise<EngineListing> {
  const names = EngineName.options.filter((name) => only === null || name === only);
  const embedded = names.includes(EMBEDDED) ? await listEmbedded() : NOTHING;
  const missing = [...embedded.missing];
  const installed = names.flatMap((engine): Installed[] => {
    if (engine === EMBEDDED) return [];
    const isNamed = engine === only || engine === configured.engine;
    const found = findEngineBinary(engine, engine === configured.engine ? configured.binary : null, environment);
    if (found.kind === "found") return [{ engine, path: found.path }];
    if (isNamed) missing.push({ engine, reason: found.message });
    return [];
  });
  const children = await Promise.all(installed.map((each) => capabilityOf(each, environment)));
  return { engines: [...embedded.engines, ...children], workingSetBytes: embedded.workingSetBytes, missing };
}

const NOTHING: EngineListing = { engines: [], workingSetBytes: null, missing: [] };

async function listEmbedded(): Promise<EngineListing> {
  try {
    const { llama, version } = await loadLlama(null, () => undefined);
    const workingSetBytes = await metalWorkingSet(llama);
    await llama.dispose();
    return { engines: [embeddedCapability(version, null)], workingSetBytes, missing: [] };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return { ...NOTHING, missing: [{ engine: EMBEDDED, reason }] };
  }
}

async function capabilityOf({ engine, path }: Installed, environment: Environment): Promise<EngineCapability> {
  switch (engine) {
    case "llama-server":
      return llamaServerCapability(await printedVersion(path, environment), null);
    case "mlx_vlm.server":
      return mlxVlmCapability(pythonPackageVersion(path, "mlx_vlm") ?? "unknown");
    case "mlx_lm.server":
      return mlxLmCapability(pythonPackageVersion(path, "mlx_lm") ?? "unknown");
    case "ollama":
      return ollamaCapability(await printedVersion(path, environment));
    case "macprovider-cli":
      return macproviderCapability(await printedVersion(path, environment), false);
  }
}
