import type { EngineCapability } from "../../../core/serving/capability.ts";

export const MLX_VLM = "mlx_vlm.server" as const;
export const MLX_LM = "mlx_lm.server" as const;

const SCOPE = { kvBits: "restart", maxBatch: "restart", maxContext: "restart" } as const;

/** A40 of mlx_vlm.server. Whether bits and a bound act together differs by version and model, so that claim stays unverified. */
export function mlxVlmCapability(engineVersion: string): EngineCapability {
  return {
    engine: MLX_VLM,
    engineVersion,
    kvBits: [8, 4],
    maxContext: true,
    maxBatch: true,
    kvBitsWithMaxContext: true,
    scope: SCOPE,
    contextGate: "engine",
    unverified: ["kvBitsWithMaxContext"],
  };
}

/** A40 of mlx_lm.server with its declared gaps; concurrency is off for draft models and unmergeable caches, without a word. */
export function mlxLmCapability(engineVersion: string): EngineCapability {
  return {
    engine: MLX_LM,
    engineVersion,
    kvBits: null,
    maxContext: false,
    maxBatch: true,
    kvBitsWithMaxContext: false,
    scope: { maxBatch: "restart" },
    contextGate: "none",
    unverified: ["maxBatch"],
    reasons: {
      kvBits: "mlx_lm.server has no flag for KV-cache bits",
      maxContext: "mlx_lm.server has no flag for a context cap",
    },
  };
}
