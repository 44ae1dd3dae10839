import { z } from "zod";
import { ImageWarnings } from "../../../core/contract/v1/image-jobs.ts";
import { PICTURES_AT_ONCE } from "../../../core/imaging/at-once.ts";
import { ClassLabel } from "../../../core/imaging/classes.ts";
import { Blake3 } from "../../../core/imaging/record/parts.ts";

const Reason = z.strictObject({ blake3: Blake3, reason: z.string() });

export const AddClassInput = z.strictObject({
  label: ClassLabel,
  definition: z.string().trim().min(3).max(400),
  parent: ClassLabel.nullable().default(null),
});
export const AddClassOutput = z.strictObject({ label: z.string() });

export const SaveRecipeInput = z.strictObject({ class: ClassLabel, toml: z.string().min(1).max(65_536) });
export const SaveRecipeOutput = z.strictObject({ recipeSha: Blake3, version: z.int(), isLive: z.boolean() });

/** Pictures at once; a selection of the page is far below. */
const Inputs = z.array(Blake3).min(1).max(PICTURES_AT_ONCE);

export const BatchInput = z.strictObject({
  inputs: Inputs,
  /** One forced class for all, or null: each picture's own (IM53). */
  class: ClassLabel.nullable().default(null),
  /** True: the working size, for rating and tuning; false: full size, for download (IM28). */
  preview: z.boolean().default(true),
  /** Equal runs are run again (IM52), and what could not be read is tried again (IM45). */
  runAgain: z.boolean().default(false),
});
export const BatchPlan = z.strictObject({
  count: z.int(),
  groups: z.array(
    z.strictObject({
      /** Null: classified first. */
      class: z.string().nullable(),
      recipeSha: Blake3.nullable(),
      isPassThrough: z.boolean(),
      count: z.int(),
    }),
  ),
  refused: z.array(Reason),
  /** An estimate, to be shown as one. */
  estimate: z.strictObject({ lowSeconds: z.int(), highSeconds: z.int(), basis: z.string() }),
  hostName: z.string().nullable(),
  blockers: z.array(z.string()),
});
export type BatchPlan = z.infer<typeof BatchPlan>;

export const StartBatchInput = BatchInput.extend({
  /** Made once by the form, so that a double submit makes one batch (H-34). */
  requestKey: z.uuid(),
});
export const StartBatchOutput = z.strictObject({ batchId: z.uuid() });
export const BatchIdInput = z.strictObject({ id: z.uuid() });

/** IM54: pairs of the live recipe and explored argument sets. */
export const ImproveInput = z.strictObject({
  class: ClassLabel,
  count: z.int().min(1).max(200).default(20),
  requestKey: z.uuid(),
});

export const CorrectClassInput = z.strictObject({ inputs: Inputs, class: ClassLabel });
export const CorrectClassOutput = z.strictObject({ corrected: z.int(), batchId: z.uuid().nullable() });

export const FlagInput = z.strictObject({ inputs: Inputs, isUnusable: z.boolean() });
export const FlagOutput = z.strictObject({
  flagged: z.int(),
  /** Those that were otherwise before: the ones an undo means (H-32). */
  changed: z.array(Blake3),
});

export const BatchProgress = z.strictObject({
  id: z.uuid(),
  number: z.int(),
  kind: z.enum(["run", "improve", "confirm", "replay"]),
  class: z.string().nullable(),
  isPreview: z.boolean(),
  state: z.enum(["queued", "running", "done", "cancelling", "cancelled"]),
  total: z.int(),
  done: z.int(),
  failed: z.int(),
  cancelled: z.int(),
  reused: z.int(),
  /** Waiting or sent, still without a class. */
  classifying: z.int(),
  refused: z.array(Reason),
  /** Inputs that failed, with the reason. */
  failures: z.array(Reason),
  requestedBy: z.string(),
  requestedAt: z.iso.datetime(),
});
export type BatchProgress = z.infer<typeof BatchProgress>;
export const BatchList = z.strictObject({ rows: z.array(BatchProgress) });

/** An argument set beside the live one, with why it was chosen (TU28). */
export const ExploredSet = z.strictObject({
  recipeSha: Blake3,
  origin: z.enum(["sobol", "near-live", "expected-improvement"]),
  why: z.string(),
});

export const Improvement = z.strictObject({
  /** Why nothing can be run, in words; null when it can. */
  why: z.string().nullable(),
  /** Names of what may move. */
  tunables: z.array(z.string()),
  /** Pairs so far and the inputs they are about. */
  pairs: z.int(),
  inputs: z.int(),
  /** The newest batch of pairs. */
  batch: BatchProgress.nullable(),
  /** The argument sets it tries beside the live one, in its order, and why each was chosen. */
  sets: z.array(ExploredSet),
});

export const ListRunsInput = z.strictObject({
  class: z.string().max(200).optional(),
  state: z.enum(["queued", "running", "done", "failed", "cancelled"]).optional(),
  batchId: z.uuid().optional(),
  recipeSha: Blake3.optional(),
  page: z.int().min(1).max(100_000).default(1),
  pageSize: z.int().min(1).max(100).default(48),
});
export const ImageRunRow = z.strictObject({
  id: z.string(),
  label: z.string(),
  state: z.enum(["queued", "running", "done", "failed", "cancelled"]),
  inputBlake3: Blake3,
  name: z.string().nullable(),
  class: z.string(),
  classBy: z.string().nullable(),
  isClassCorrected: z.boolean(),
  isShaMismatch: z.boolean(),
  recipeSha: Blake3,
  /** Hash of the thumbnail among the blobs; null where none was made. */
  thumbBlake3: Blake3.nullable(),
  notRateable: z.string().nullable(),
  /** Whether its output is stored here, to be downloaded (UB3). */
  hasOutput: z.boolean(),
  ratings: z.int(),
  meanScore: z.number().nullable(),
  /** TU54: of an unrated run, the scores of an earlier one with the same pixels; they count nowhere. */
  inherited: z.strictObject({ label: z.string(), ratings: z.int(), meanScore: z.number() }).nullable(),
  durationMs: z.int().nullable(),
  errorReason: z.string().nullable(),
  /** IM30: what to look at in the result. */
  warnings: ImageWarnings,
  requestedAt: z.iso.datetime(),
});
export type ImageRunRow = z.infer<typeof ImageRunRow>;
export const ImageRunList = z.strictObject({ rows: z.array(ImageRunRow), total: z.int(), unfiltered: z.int() });

export const ListInputsInput = z.strictObject({
  class: z.string().max(200).optional(),
  trait: z.string().max(40).optional(),
  page: z.int().min(1).max(100_000).default(1),
  pageSize: z.int().min(1).max(200).default(48),
});
export const ImageInputRow = z.strictObject({
  blake3: Blake3,
  name: z.string().nullable(),
  origin: z.string(),
  bytes: z.int().nullable(),
  width: z.int().nullable(),
  height: z.int().nullable(),
  class: z.string().nullable(),
  classBy: z.string().nullable(),
  confidence: z.number().nullable(),
  traits: z.array(z.string()),
  rule: z.string().nullable(),
  /** Why this class, as sentences (IM10). */
  reasons: z.array(z.string()),
  thumbBlake3: Blake3.nullable(),
  problem: z.string().nullable(),
  isUnusable: z.boolean(),
  receivedAt: z.iso.datetime(),
});
export type ImageInputRow = z.infer<typeof ImageInputRow>;
export const ImageInputList = z.strictObject({ rows: z.array(ImageInputRow), total: z.int(), unfiltered: z.int() });

const ScoreCounts = z.tuple([z.int(), z.int(), z.int(), z.int(), z.int()]);
export const RecipeScores = z.strictObject({
  class: z.string(),
  recipeSha: Blake3,
  isLive: z.boolean(),
  counts: ScoreCounts,
  mean: z.number().nullable(),
  ratedRuns: z.int(),
  unratedRuns: z.int(),
  /** Why a person made it live against a refusal; null where nobody did (TU50). */
  forced: z.string().nullable(),
});
export type RecipeScores = z.infer<typeof RecipeScores>;

/** C-13: how many rated runs a class has of the 20 it needs. */
export const ClassProgress = z.strictObject({
  class: z.string(),
  rated: z.int(),
  needed: z.int(),
  argumentSets: z.int(),
});
export type ClassProgress = z.infer<typeof ClassProgress>;

export const ImageClassOrigin = z.enum(["built_in", "person", "imported"]);

const ClassSummary = z.strictObject({
  label: z.string(),
  definition: z.string(),
  parent: z.string().nullable(),
  origin: ImageClassOrigin,
  liveSha: Blake3.nullable(),
  inputs: z.int(),
  runs: z.int(),
  progress: ClassProgress,
  /** Of the latest score of each run and rater, and how many these are. */
  mean: z.number().nullable(),
  scores: z.int(),
});
export const ImagesOverview = z.strictObject({
  classes: z.array(ClassSummary),
  scores: z.array(RecipeScores),
  inputs: z.int(),
  /** Finished runs that could be rated and were not. */
  unratedRuns: z.int(),
  /** Ratings that name no run that is here. */
  orphanRatings: z.int(),
  serverTime: z.iso.datetime(),
});
export type ImagesOverview = z.infer<typeof ImagesOverview>;

export const ClassInput = z.strictObject({ class: z.string().min(1).max(200) });
export const ClassPage = z.strictObject({
  summary: ClassSummary,
  live: z
    .strictObject({ recipeSha: Blake3, version: z.int(), toml: z.string(), isPassThrough: z.boolean() })
    .nullable(),
  versions: z.array(
    z.strictObject({
      version: z.int(),
      recipeSha: Blake3,
      toml: z.string(),
      origin: z.string(),
      createdBy: z.string(),
      createdAt: z.iso.datetime(),
    }),
  ),
  moves: z.array(
    z.strictObject({
      fromSha: Blake3.nullable(),
      toSha: Blake3,
      kind: z.string(),
      isForced: z.boolean(),
      reason: z.string().nullable(),
      movedBy: z.string(),
      at: z.iso.datetime(),
    }),
  ),
  scores: z.array(RecipeScores),
  /** Mean of latest scores by day, UTC. */
  overTime: z.array(z.strictObject({ day: z.iso.date(), mean: z.number(), ratings: z.int() })),
  /** Share of classified pictures whose class a person corrected; null before the first. */
  correctionRate: z.number().nullable(),
  serverTime: z.iso.datetime(),
});
export type ClassPage = z.infer<typeof ClassPage>;

/** A job's worth (JK7). */
const MOST_REPLAYED = 200;

export const ReplayInput = z.strictObject({
  class: ClassLabel,
  /** Only stored runs of this recipe, or null for all. */
  recipeSha: Blake3.nullable().default(null),
  /** The text of a second recipe to run over the same inputs, or null. */
  candidate: z.string().min(1).max(65_536).nullable().default(null),
  /** The newest runs, at most this many. */
  most: z.int().min(1).max(MOST_REPLAYED).default(100),
  requestKey: z.uuid(),
});

const ReplayDistance = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("measured"),
    isSameSize: z.boolean(),
    largest: z.int().nullable(),
    mean: z.number().nullable(),
    ssim: z.number().nullable(),
  }),
  z.strictObject({ kind: z.literal("not_measured"), reason: z.string() }),
]);
export const ReplaySide = z.strictObject({
  runs: z.int(),
  replayed: z.int(),
  equal: z.int(),
  differ: z.int(),
  differences: z.array(
    z.strictObject({
      runId: z.string(),
      label: z.string(),
      inputBlake3: Blake3,
      /** Empty on an equal fingerprint (IM29), null where one cannot be read. */
      engine: z
        .array(
          z.strictObject({
            part: z.string(),
            stored: z.union([z.string(), z.number()]),
            now: z.union([z.string(), z.number()]),
          }),
        )
        .nullable(),
      pixelsBlake3: Blake3.nullable(),
      distance: ReplayDistance,
      text: z.string(),
    }),
  ),
});
export type ReplaySide = z.infer<typeof ReplaySide>;

/** TU52: what stored runs gave when they were run once more. */
export const ReplayReport = z.strictObject({
  batchId: z.uuid(),
  number: z.int(),
  class: z.string(),
  state: BatchProgress.shape.state,
  candidateSha: Blake3.nullable(),
  /** Each run under its own recipe: on an equal engine all are equal. */
  own: ReplaySide,
  /** The same inputs under the candidate, measured against the stored outputs. */
  candidate: ReplaySide.nullable(),
  missingInputs: z.array(Blake3),
  notReplayable: z.record(z.string(), z.int()),
  requestedBy: z.string(),
  requestedAt: z.iso.datetime(),
});
export type ReplayReport = z.infer<typeof ReplayReport>;
