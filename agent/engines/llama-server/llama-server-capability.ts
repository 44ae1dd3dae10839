import type { EngineCapability } from "../../../core/serving/capability.ts";
import { kvBitsReason } from "../gguf/head-size.ts";

export const LLAMA_SERVER = "llama-server" as const;

/** A40 of llama-server: it never says which KV type it runs, so the bits stay unverified. */
export function llamaServerCapability(engineVersion: string, headSize: number | null): EngineCapability {
  const reason = kvBitsReason(headSize);
  return {
    engine: LLAMA_SERVER,
    engineVersion,
    kvBits: reason === null ? [8, 4] : null,
    maxContext: true,
    maxBatch: true,
    kvBitsWithMaxContext: true,
    scope: { kvBits: "restart", maxBatch: "restart", maxContext: "restart" },
    contextGate: "tokenizer",
    unverified: ["kvBits"],
    ...(reason === null ? {} : { reasons: { kvBits: reason } }),
  };
}
