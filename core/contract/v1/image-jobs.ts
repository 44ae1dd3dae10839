import { z } from "zod";
import { ClassLabel } from "../../imaging/classes.ts";
import { PairRecord, RatingRecord, RevokeRecord, SkipRecord } from "../../imaging/record/events.ts";
import { Blake3 } from "../../imaging/record/parts.ts";
import { ClassificationRecord, RunErrorRecord, RunRecord } from "../../imaging/record/run.ts";

const MOST_INPUTS = 50;
const MOST_ITEMS = 200;

/** IM28: the long side of a run for rating and tuning, in pixels. */
export const PREVIEW_LONG_SIDE = 1600;

const ImageRunInput = z
  .strictObject({
    blake3: Blake3,
    name: z.string().max(200),
    runId: z.uuid().optional(),
    class: ClassLabel.optional(),
    recipeSha: Blake3.optional(),
    /** The recipe's TOML text as a blob; the agent recomputes `recipeSha` from it. */
    recipeBlob: Blake3.optional(),
    pairId: z.string().min(1).max(200).optional(),
  })
  .refine(isRunOrNothing, { error: "run_id, class, recipe_sha and recipe_blob come together or not at all" });

/** JK7: an input without a recipe is classified only. */
function isRunOrNothing(input: {
  recipeSha?: unknown;
  recipeBlob?: unknown;
  runId?: unknown;
  class?: unknown;
}): boolean {
  const isRun = input.recipeSha !== undefined;
  return (
    [input.recipeBlob, input.runId].every((part) => (part !== undefined) === isRun) &&
    (!isRun || input.class !== undefined)
  );
}

/** Parameters of an `image-run` job. Strict (JK1). */
export const ImageRunParams = z.strictObject({
  inputs: z.array(ImageRunInput).min(1).max(MOST_INPUTS),
  /** True: the working size of IM28, for rating and tuning. */
  preview: z.boolean(),
  batchId: z.string().min(1).max(200).optional(),
});
export type ImageRunParams = z.infer<typeof ImageRunParams>;

/** Parameters of an `image-replay` job: stored runs once more, or both sides of a confirmation. Strict (JK1). */
export const ImageReplayParams = z.strictObject({
  class: ClassLabel,
  proposalId: z.uuid().optional(),
  items: z
    .array(
      z.strictObject({
        runId: z.uuid(),
        blake3: Blake3,
        recipeSha: Blake3,
        recipeBlob: Blake3,
        workLongSide: z.int().min(1).max(65_536).optional(),
        replayOf: z.uuid().optional(),
        /** The output of the repeated run; where the new one differs, its distance is measured (TU52). */
        storedOutput: Blake3.optional(),
      }),
    )
    .min(1)
    .max(MOST_ITEMS),
});
export type ImageReplayParams = z.infer<typeof ImageReplayParams>;

/** How far an output is from the stored one, per byte of RGBA (0 to 255), null for pictures of different size (TU52). */
export const PixelDistance = z.strictObject({
  is_same_size: z.boolean(),
  largest: z.int().min(0).max(255).nullable(),
  mean: z.number().min(0).max(255).nullable(),
  ssim: z.number().min(-1).max(1).nullable(),
});
export type PixelDistance = z.infer<typeof PixelDistance>;

/** The most warnings of a trial, and the most UTF-16 code units of one. */
export const MOST_WARNINGS = { count: 20, letters: 500 } as const;
/** IM30, IM24, IM9: what a person should look at in a result, in words. */
export const ImageWarnings = z.array(z.string().min(1).max(MOST_WARNINGS.letters)).max(MOST_WARNINGS.count);

/** A finished run; every blob it names is stored before the event is sent (INV-22). */
const ImageRunTrial = z.strictObject({
  record: RunRecord,
  blobs: z.strictObject({
    /** Null for a pass-through, whose output is its input. */
    output: Blake3.nullable(),
    before: Blake3.nullable(),
    thumb: Blake3.nullable(),
  }),
  /** Of an `image-replay` item with `stored_output` whose bytes are others and that could be read. */
  distance: PixelDistance.optional(),
  /** Absent where there is none, and of an older agent. */
  warnings: ImageWarnings.optional(),
});
const ImageErrorTrial = z.strictObject({ record: RunErrorRecord });
const ClassificationTrial = z.strictObject({
  record: ClassificationRecord,
  blobs: z.strictObject({ thumb: Blake3.nullable() }),
});

/** What a person said of runs on a Mac; only by hand (IM46). */
export const SharedAnswerTrial = z.strictObject({
  record: z.union([RatingRecord, PairRecord, SkipRecord, RevokeRecord]),
});

/** JK8: the body of a `job.trial` event of an image job or of `image share`, in wire keys on both sides: records pass through no key mapping. */
export const ImageTrial = z.union([ImageRunTrial, ImageErrorTrial, ClassificationTrial, SharedAnswerTrial]);
export type ImageTrial = z.infer<typeof ImageTrial>;
