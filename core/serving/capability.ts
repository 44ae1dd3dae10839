import { z } from "zod";
import { KnobName } from "./knobs.ts";

/** A40: what one engine version can do with one model. */
export const EngineCapability = z.strictObject({
  engine: z.string(),
  engineVersion: z.string(),
  /** Bits the engine can take; null when it cannot quantise this model's KV cache. */
  kvBits: z.array(z.int()).nullable(),
  maxContext: z.boolean(),
  maxBatch: z.boolean(),
  kvBitsWithMaxContext: z.boolean(),
  scope: z.partialRecord(KnobName, z.enum(["request", "load", "restart"])),
  contextGate: z.enum(["tokenizer", "engine", "none"]),
  unverified: z.array(z.string()),
  /** Why a knob is missing, by knob name, in the engine's own words. */
  reasons: z.partialRecord(KnobName, z.string()).optional(),
});
export type EngineCapability = z.infer<typeof EngineCapability>;
