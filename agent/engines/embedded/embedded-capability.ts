import type { EngineCapability } from "../../../core/serving/capability.ts";
import { kvBitsReason } from "../gguf/head-size.ts";

export const EMBEDDED = "embedded" as const;

/** A40 of the embedded engine: for one model when its head size is given, else for models in general. */
export function embeddedCapability(engineVersion: string, headSize: number | null): EngineCapability {
  const reason = kvBitsReason(headSize);
  return {
    engine: EMBEDDED,
    engineVersion,
    kvBits: reason === null ? [8, 4] : null,
    maxContext: true,
    maxBatch: true,
    kvBitsWithMaxContext: true,
    scope: { kvBits: "load", maxBatch: "load", maxContext: "load" },
    contextGate: "tokenizer",
    unverified: [],
    ...(reason === null ? {} : { reasons: { kvBits: reason } }),
  };
}
