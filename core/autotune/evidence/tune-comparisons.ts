import { z } from "zod";
import { RawReplicate } from "../../measuring/replicate.ts";
import { KnobReadings, KnobSettings } from "../../serving/knobs.ts";

/** B118: the applied recipe as this run measured it. Its verdict is computed from these rows, never stored. */
export const TuneBaseline = z.strictObject({
  model: z.string().min(1),
  knobs: KnobSettings,
  /** The cell that equals it and serves for it; then there are no replicates of its own. */
  trialLocalId: z.int().positive().nullable(),
  effective: KnobReadings.nullable(),
  /** Every volley, the warm-up included. */
  replicates: z.array(RawReplicate),
  /** Why it has no measurement, null when it has one. */
  notMeasured: z.string().nullable(),
});
export type TuneBaseline = z.infer<typeof TuneBaseline>;

/** M24: what a confirmation compared; its visits are rows, its verdict is computed from them. */
export const TuneConfirmation = z.strictObject({
  against: z.enum(["incumbent", "sentinel"]),
  a: KnobSettings,
  b: KnobSettings,
  /** Why there is no verdict, null when all pairs were measured. */
  reason: z.string().nullable(),
});
export type TuneConfirmation = z.infer<typeof TuneConfirmation>;
