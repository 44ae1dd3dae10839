import { z } from "zod";
import { Blake3, ConfirmationSize, Count, Event, Label, Score } from "./parts.ts";

/** Who rates without giving a name, as every line of v1 does (IM36). */
export const LOCAL_RATER = "local";

/** Canonical JSON holds the rater of every row (TU45), and it holds no half of a character. */
const RaterId = z
  .string()
  .min(1)
  .max(200)
  .refine((text) => text.isWellFormed(), { error: "holds half of a character" });
const Notes = z.string().max(10_000);

/** One score of one run by one rater; without `run_id` the run is unknown (IM32). */
export const RatingRecord = z.strictObject({
  kind: z.literal("rating"),
  ...Event,
  input_blake3: Blake3,
  score: Score,
  notes: Notes.optional(),
  run_id: z.uuid().optional(),
  output_blake3: Blake3.optional(),
  rater_id: RaterId,
  blind: z.boolean(),
  warmup: z.boolean().optional(),
  view: z.strictObject({ zoom100: z.boolean(), ms_on_image: Count }).optional(),
  replaces: z.uuid().optional(),
});
export type RatingRecord = z.infer<typeof RatingRecord>;

/** A verdict between two runs, as displayed. */
export const PairRecord = z.strictObject({
  kind: z.literal("pair"),
  ...Event,
  left_run: z.uuid(),
  right_run: z.uuid(),
  rater_id: RaterId,
  verdict: z.enum(["left", "right", "tie", "not_sure"]),
  shown_left: z.enum(["live", "candidate", "none"]),
  ms: Count,
  confirmation_id: z.string().min(1).max(200).optional(),
  /** How many inputs the confirmation was planned with, before its first verdict (TU40). */
  confirmation_n: ConfirmationSize.optional(),
  warmup: z.boolean().optional(),
  /** A gold pair checks the rater and is no observation (IM64). */
  gold: z.boolean().optional(),
});
export type PairRecord = z.infer<typeof PairRecord>;

/** An answer that is no score and never counts as one (IM34); it names a run or a pair. */
export const SkipRecord = z
  .strictObject({
    kind: z.literal("skip"),
    ...Event,
    run_id: z.uuid().optional(),
    pair_id: z.string().min(1).max(200).optional(),
    rater_id: RaterId,
    reason: z.enum(["skip", "cannot_judge", "unusable"]),
  })
  .refine(({ run_id, pair_id }) => (run_id === undefined) !== (pair_id === undefined), {
    error: "a skip names a run or a pair",
  });
export type SkipRecord = z.infer<typeof SkipRecord>;

/** Takes an earlier event of the same rater back (IM33). */
export const RevokeRecord = z.strictObject({
  kind: z.literal("revoke"),
  ...Event,
  rater_id: RaterId,
  revokes: z.uuid(),
});
export type RevokeRecord = z.infer<typeof RevokeRecord>;

/** A person's word on the class of an input (IM12). */
export const CorrectionRecord = z.strictObject({
  kind: z.literal("correction"),
  ...Event,
  input_blake3: Blake3,
  class_was: Label,
  class_now: Label,
  by: RaterId,
});
export type CorrectionRecord = z.infer<typeof CorrectionRecord>;

/** A class got another recipe. */
export const PromotionRecord = z.strictObject({
  kind: z.literal("promotion"),
  ...Event,
  class: Label,
  base_sha: Blake3,
  recipe_sha: Blake3,
  forced: z.boolean(),
  reason: z.string().max(10_000).optional(),
  by: RaterId,
});
export type PromotionRecord = z.infer<typeof PromotionRecord>;
