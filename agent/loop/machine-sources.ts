import { z } from "zod";
import type { Capabilities, MachineFacts } from "../../core/contract/v1/facts.ts";
import { lookAtMachine } from "../autotune/conflicts/look-at-machine.ts";
import { isTuneLockHeld } from "../autotune/lock/tune-lock.ts";
import { listCachedModels } from "../engines/model-cache.ts";
import { resolveModelStores } from "../engines/model-stores.ts";
import { AGENT_VERSION } from "../host/agent-version.ts";
import { childEnvironment } from "../host/child-environment.ts";
import type { Environment } from "../host/environment.ts";
import { readMachineFacts } from "../host/machine/machine-facts.ts";
import { heldRecipes } from "../imaging/recipes/held-recipes.ts";
import { policyPath } from "../policy/policy-path.ts";
import { readPolicy } from "../policy/read-policy.ts";
import { readMeta, writeMeta } from "../store/meta.ts";
import type { AgentStore } from "../store/open-store.ts";
import { EngineReading, readEngines } from "./capabilities.ts";
import type { ReportSources } from "./reporter.ts";

export interface SourceSetup {
  store: AgentStore;
  stateDir: string;
  environment: Environment;
  /** The runtime and the command that starts `espalier`. */
  command: readonly string[];
  /** Engines were read again and may differ. */
  onChanged(): void;
}

const CachedEngines = z.object({ agentVersion: z.string(), value: EngineReading });

async function observedProviders(stateDir: string, environment: Environment): Promise<Capabilities["providers"]> {
  const { conflict } = await lookAtMachine(stateDir, environment);
  if (conflict.kind === "launchdManaged") return [{ kind: "launchd", label: conflict.label, pid: conflict.pid }];
  if (conflict.kind === "foreground") {
    return [{ kind: "foreground", label: conflict.argv.join(" ").slice(0, 200), pid: conflict.pid }];
  }
  return [];
}

/** The user number policies and sockets must belong to. */
function ownUid(): number {
  return process.getuid?.() ?? 0;
}

/** What this machine is, can and allows; engines are read by a child, remembered, and read again in the background at start. */
export function machineSources(setup: SourceSetup): ReportSources {
  const { store, stateDir, environment, command } = setup;
  const env = childEnvironment(environment);
  const stored = readMeta(store, "engines", CachedEngines);
  let engines: EngineReading | null = stored?.agentVersion === AGENT_VERSION ? stored.value : null;
  const refresh = async (): Promise<EngineReading> => {
    engines = await readEngines(command, env);
    writeMeta(store, "engines", { agentVersion: AGENT_VERSION, value: engines });
    return engines;
  };
  let providers: Capabilities["providers"] = [];
  if (engines !== null) void refresh().then(setup.onChanged, () => undefined);
  return {
    facts: async (): Promise<MachineFacts> => {
      const facts = await readMachineFacts(stateDir);
      return { ...facts, workingSetBytes: facts.workingSetBytes ?? engines?.workingSetBytes ?? null };
    },
    capabilities: async ({ isRefreshed }) => {
      // Who serves may be unknown for a moment; that costs none of the other readings (MS1).
      providers = await observedProviders(stateDir, environment).catch(() => providers);
      const read = engines === null || isRefreshed ? await refresh() : engines;
      return {
        kinds: ["tune", "probe", "image-run", "image-replay", "apply"],
        engines: read.engines,
        missing: read.missing,
        cachedModels: listCachedModels(resolveModelStores(null, environment)).map(({ id, bytes }) => ({ id, bytes })),
        providers,
        imageRecipes: await heldRecipes(environment),
      };
    },
    policy: () => readPolicy(policyPath(stateDir, environment), ownUid()),
    isTuneLockHeld: () => isTuneLockHeld(stateDir),
  };
}
