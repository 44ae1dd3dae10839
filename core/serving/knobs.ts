import { z } from "zod";

export { KNOB_WIRE_NAME } from "./knob-wire-name.ts";

/** KV-cache quantisation in bits; null means "unset", which is not quantised (A5, B72). */
export const KvBits = z.union([z.literal(4), z.literal(8)]).nullable();
export type KvBits = z.infer<typeof KvBits>;

/** The three knobs. In reasons, rows and command lines they carry their wire names. */
export const KnobName = z.enum(["kvBits", "maxBatch", "maxContext"]);
export type KnobName = z.infer<typeof KnobName>;

/** One setting of the three knobs; null is "not passed to the provider". Context in tokens, batch in parallel requests. */
export const KnobSettings = z.strictObject({
  kvBits: KvBits,
  maxBatch: z.int().min(1).max(64).nullable(),
  maxContext: z.int().min(1).nullable(),
});
export type KnobSettings = z.infer<typeof KnobSettings>;

/** A42: what was asked, what the engine runs, and who says so. */
export const KnobReading = z.strictObject({
  requested: z.number().nullable(),
  effective: z.number().nullable(),
  source: z.enum(["engine", "argv", "unknown"]),
});
export type KnobReading = z.infer<typeof KnobReading>;

/** The three read-backs of one provider start. */
export const KnobReadings = z.strictObject({
  kvBits: KnobReading,
  maxBatch: KnobReading,
  maxContext: KnobReading,
});
export type KnobReadings = z.infer<typeof KnobReadings>;
