import { z } from "zod";
import { ClassFit } from "../../../../core/tuning/exploration/fit-shape.ts";
import { StoredTune } from "../stored-tune.ts";

const Sha = z.string().regex(/^[0-9a-f]{64}$/);

/** What one thread is asked for: a proposal, or how far the class is; `toml` is the live recipe's text. */
export const TuneOrder = z.strictObject({
  ask: z.enum(["tune", "state"]),
  class: z.string(),
  toml: z.string(),
  seed: z.int().min(0).max(4_294_967_295),
  /** Null: the recipe's own, else `gp` (TU3). */
  method: z.enum(["gp", "idw"]).nullable(),
  /** Of the class's proposal, for the held-out error of its state (TU31). */
  fitted: StoredTune.shape.fitted,
  /** Whether the fit is asked for, beside a state; a tune always tells it. */
  wantsFit: z.boolean(),
});
export type TuneOrder = z.infer<typeof TuneOrder>;

/** What the log of a class says of its state (TU37). */
export const ClassFacts = z.strictObject({
  ratedRuns: z.int(),
  argumentSets: z.int(),
  tunables: z.int(),
  triedTunables: z.int(),
  pairedRatings: z.int(),
  pairedInputs: z.int(),
  alpha: z.number().nullable(),
  sharedItems: z.int(),
  confounding: z.array(z.string()),
  heldOut: z.strictObject({ n: z.int(), error: z.number(), before: z.number().nullable() }).nullable(),
});
export type ClassFacts = z.infer<typeof ClassFacts>;

/** Lines of the log in order, then the end; `mark` stands after the last line that was known earlier. */
export const ToWorker = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("lines"),
    lines: z.array(z.custom<Uint8Array>((value) => value instanceof Uint8Array)),
  }),
  z.strictObject({ kind: z.literal("mark") }),
  z.strictObject({ kind: z.literal("end") }),
]);
export type ToWorker = z.infer<typeof ToWorker>;

/** What the thread says; `none` is a tune that found nothing to propose (TU4). */
export const TuneAnswer = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("more") }),
  /** The live recipe cannot be tuned: its text or a name in `[tune].params` is wrong. */
  z.strictObject({ kind: z.literal("invalid"), problem: z.string() }),
  z.strictObject({ kind: z.literal("state"), facts: ClassFacts, fit: ClassFit.nullable() }),
  z.strictObject({
    kind: z.literal("none"),
    why: z.enum(["skipped", "no_tunables", "no_variation", "no_better"]),
    text: z.string(),
    /** Null before a first fit (TU28). */
    fit: ClassFit.nullable(),
  }),
  z.strictObject({
    kind: z.literal("proposal"),
    baseSha: Sha,
    sha: Sha,
    toml: z.string(),
    verdict: z.enum(["improves", "inconclusive", "regression"]),
    evidenceBlake3: Sha,
    /** Hashes of the inputs that were used. */
    inputs: z.array(z.string()),
    result: StoredTune,
    fit: ClassFit.nullable(),
  }),
]);
export type TuneAnswer = z.infer<typeof TuneAnswer>;
