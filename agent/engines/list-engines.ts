import type { EngineCapability } from "../../core/serving/capability.ts";
import { EMBEDDED, embeddedCapability } from "./embedded/embedded-capability.ts";
import { loadLlama } from "./embedded/load-llama.ts";
import { metalWorkingSet } from "./embedded/metal-working-set.ts";

export type EngineListing = {
  readonly engines: readonly EngineCapability[];
  readonly workingSetBytes: number | null;
  readonly missing: readonly { readonly engine: string; readonly reason: string }[];
};

/** The engines of this machine, asked of the engines themselves. Loads native code: only for a process of its own. */
export async function listEngines(): Promise<EngineListing> {
  try {
    const { llama, version } = await loadLlama(null, () => undefined);
    const workingSetBytes = await metalWorkingSet(llama);
    await llama.dispose();
    return { engines: [embeddedCapability(version, null)], workingSetBytes, missing: [] };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return { engines: [], workingSetBytes: null, missing: [{ engine: EMBEDDED, reason }] };
  }
}
