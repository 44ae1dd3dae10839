import { z } from "zod";
import { RawReplicate } from "../../measuring/replicate.ts";
import { KnobReadings, KnobSettings } from "../../serving/knobs.ts";

/** What a visit was made for; only `search` visits decide a search, `incumbent` and `sentinel` stand beside it. */
const VisitKind = z.enum(["calibration", "search", "incumbent", "sentinel", "quality", "confirmation"]);

/** One reading of the machine's condition (M21); null where the machine cannot tell. */
export const VisitReading = z.strictObject({
  thermalLevel: z.int().nullable(),
  memoryPressureLevel: z.int().nullable(),
  powerSource: z.enum(["ac", "battery"]).nullable(),
  isLowPowerMode: z.boolean().nullable(),
  loadAverage: z.number().nullable(),
});
export type VisitReading = z.infer<typeof VisitReading>;

/** M21: the machine at the start of a visit, at its worst and at its end. */
export const VisitConditions = z.strictObject({
  start: VisitReading,
  worst: VisitReading,
  end: VisitReading,
  /** `kern.waketime` as the machine prints it. */
  wakeTime: z.string().nullable(),
  /** Seconds since the provider before it stopped. */
  idleSecondsBefore: z.number().nonnegative().nullable(),
});
export type VisitConditions = z.infer<typeof VisitConditions>;

/** M section 10, step 6: answers of one cell to the fixed questions; only counts are stored, never texts (M17). */
const VisitQuality = z.strictObject({
  asked: z.int().nonnegative(),
  /** Answers equal to those of the unquantised cell of the same batch and context; null for that cell itself. */
  agreeing: z.int().nonnegative().nullable(),
  /** Answers of the unquantised cell equal in both its rounds. */
  selfAgreeing: z.int().nonnegative().nullable(),
});

/** What a search set out with, so that it can be replayed from its visits alone. */
const SearchGround = z.strictObject({
  /** Supported cells in cell-list order (M18). */
  cells: z.array(KnobSettings),
  /** B118: the applied recipe the search carries along; null when there is none or it cannot be measured. */
  incumbent: z.strictObject({ model: z.string().min(1), knobs: KnobSettings }).nullable(),
});

/** M20: one append-only record per provider start of a search or a confirmation, invalid and eliminated ones included. */
export const TuneVisit = z.strictObject({
  tuneRunId: z.uuid(),
  /** 1-based in its run; with the run id the natural key everywhere (B126). */
  seq: z.int().positive(),
  at: z.iso.datetime({ offset: false }),
  kind: VisitKind,
  /** `<name>@<version>`. */
  strategy: z.string().min(1).max(60),
  rngKey: z.int().nonnegative(),
  /** 0 for calibration; null outside the search. */
  rung: z.int().nonnegative().nullable(),
  /** Block within the rung, counted from 1; a repeated block has the same number and a higher `attempt`. */
  block: z.int().positive().nullable(),
  attempt: z.int().positive(),
  position: z.int().positive(),
  /** Confirmation only: neighbouring pair 1 … 6 and its arm (M24). */
  pair: z.int().positive().nullable(),
  arm: z.enum(["A", "B"]).nullable(),
  model: z.string().min(1),
  knobs: KnobSettings,
  requested: KnobSettings,
  effective: KnobReadings.nullable(),
  /** Every volley, the warm-up included. */
  replicates: z.array(RawReplicate),
  conditions: VisitConditions.nullable(),
  peakMemoryBytes: z.int().nonnegative().nullable(),
  flags: z.array(z.string()),
  /** The client's or the machine's doing, so the visit is repeated (M23). */
  invalidReason: z.string().nullable(),
  /** The server's doing: the cell leaves the search at once. */
  failure: z.string().nullable(),
  quality: VisitQuality.nullable(),
  /** On the first record of a search only. */
  ground: SearchGround.optional(),
});
export type TuneVisit = z.infer<typeof TuneVisit>;
