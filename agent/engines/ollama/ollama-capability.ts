import type { EngineCapability } from "../../../core/serving/capability.ts";

export const OLLAMA = "ollama" as const;

/** A40 of ollama with its declared gaps: the KV type and the forced parallel of some families are reported nowhere, nor is the revision it fetched. */
export function ollamaCapability(engineVersion: string): EngineCapability {
  return {
    engine: OLLAMA,
    engineVersion,
    kvBits: [8, 4],
    maxContext: true,
    maxBatch: true,
    kvBitsWithMaxContext: true,
    scope: { kvBits: "restart", maxBatch: "restart", maxContext: "restart" },
    contextGate: "none",
    unverified: ["kvBits", "maxBatch", "revision"],
  };
}
