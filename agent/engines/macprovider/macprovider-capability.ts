import type { EngineCapability } from "../../../core/serving/capability.ts";

export const MACPROVIDER = "macprovider-cli" as const;

/** A40 of macprovider-cli: quantised and bounded MLX caches exclude each other without any message, so its bits stay unverified. */
export function macproviderCapability(engineVersion: string, isRevisionKnown: boolean): EngineCapability {
  return {
    engine: MACPROVIDER,
    engineVersion,
    kvBits: [8, 4],
    maxContext: true,
    maxBatch: true,
    kvBitsWithMaxContext: true,
    scope: { kvBits: "restart", maxBatch: "restart", maxContext: "restart" },
    contextGate: "engine",
    unverified: ["kvBits", "kvBitsWithMaxContext", ...(isRevisionKnown ? [] : ["revision"])],
  };
}
