import { z } from "zod";
import { StoredTune } from "../stored-tune.ts";

const Sha = z.string().regex(/^[0-9a-f]{64}$/);

/** What one tune is asked for; `toml` is the live recipe's text. */
export const TuneOrder = z.strictObject({
  class: z.string(),
  toml: z.string(),
  seed: z.int().min(0).max(4_294_967_295),
  /** Null: the recipe's own, else `gp` (TU3). */
  method: z.enum(["gp", "idw"]).nullable(),
});
export type TuneOrder = z.infer<typeof TuneOrder>;

/** Lines of the log in order, then the end. */
export const ToWorker = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("lines"), lines: z.array(z.instanceof(Uint8Array)) }),
  z.strictObject({ kind: z.literal("end") }),
]);

/** What the thread says; `none` is a tune that found nothing to propose (TU4). */
export const TuneAnswer = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("more") }),
  /** The live recipe cannot be tuned: its text or a name in `[tune].params` is wrong. */
  z.strictObject({ kind: z.literal("invalid"), problem: z.string() }),
  z.strictObject({
    kind: z.literal("none"),
    why: z.enum(["skipped", "no_tunables", "no_variation", "no_better"]),
    text: z.string(),
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
  }),
]);
export type TuneAnswer = z.infer<typeof TuneAnswer>;
