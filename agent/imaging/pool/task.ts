import { z } from "zod";
import { BuiltInLabel } from "../../../core/imaging/classes.ts";
import { CanonicalStep } from "../../../core/imaging/recipe/recipe.ts";
import { EngineFingerprint, RunErrorReason, SkipReason } from "../../../core/imaging/record/parts.ts";
import { MAX_PICTURE_PIXELS } from "../../../core/imaging/sniff/judge-picture.ts";

/** Runs a recipe over one picture. Files go by path, pixels never through the channel. */
export const RunTask = z.strictObject({
  kind: z.literal("run"),
  inputPath: z.string(),
  /** A private folder that exists; the child writes `output.<ext>`, `before.png` and `thumb.webp` into it. */
  outputDir: z.string(),
  /** Empty for a pass-through, which writes no output: the caller copies the bytes (IM16). */
  steps: z.array(CanonicalStep).max(25),
  /** The `id` of each step, for people; `output` for the last. */
  ids: z.array(z.string()).max(25),
  workLongSide: z.int().min(1).nullable(),
  maxPixels: z.int().min(1).max(MAX_PICTURE_PIXELS),
  maxSeconds: z.number().min(1).max(120),
  /** Null: no limit; in a job 50,000,000 (IM27). */
  maxOutputBytes: z.int().min(1).nullable(),
  wants: z.strictObject({ before: z.boolean(), thumb: z.boolean(), pixels: z.boolean() }),
});
export type RunTask = z.infer<typeof RunTask>;

/** Compares two pictures decoded again, for a replay on another engine. */
export const CompareTask = z.strictObject({
  kind: z.literal("compare"),
  leftPath: z.string(),
  rightPath: z.string(),
  maxSeconds: z.number().min(1).max(120),
});
export type CompareTask = z.infer<typeof CompareTask>;

/** Asks what a picture is (IM5); the thresholds are complete, by key of classify.toml. */
export const ClassifyTask = z.strictObject({
  kind: z.literal("classify"),
  inputPath: z.string(),
  /** What the Mac itself says of the file (images.md 2.1, `screen_hint`). */
  isScreenCapture: z.boolean(),
  thresholds: z.record(z.string(), z.number()),
  /** Whether a person wants to see every condition (IM68). */
  wantsGates: z.boolean(),
  maxPixels: z.int().min(1).max(MAX_PICTURE_PIXELS),
  maxSeconds: z.number().min(1).max(120),
});
export type ClassifyTask = z.infer<typeof ClassifyTask>;

export const ImageTask = z.discriminatedUnion("kind", [RunTask, CompareTask, ClassifyTask]);
export type ImageTask = z.infer<typeof ImageTask>;

/** Facts of an input from its header alone; sizes as a person sees it, after its orientation. */
export const PictureFacts = z.strictObject({
  bytes: z.int(),
  w: z.int(),
  h: z.int(),
  format: z.enum(["jpeg", "png", "webp", "avif"]),
  /** Name of the embedded colour profile; null without one. */
  icc: z.string().nullable(),
  hdr: z.boolean(),
  pages: z.int(),
});
export type PictureFacts = z.infer<typeof PictureFacts>;

/** A file the child wrote. */
const WrittenFile = z.strictObject({
  path: z.string(),
  blake3: z.string(),
  bytes: z.int(),
  w: z.int(),
  h: z.int(),
  format: z.string(),
});
export type WrittenFile = z.infer<typeof WrittenFile>;

/** How one step ended; `notes` are numbers it found, such as the offsets of a crop. */
export const StepReport = z.strictObject({
  id: z.string(),
  op: z.string(),
  ms: z.int(),
  skipped: SkipReason.nullable(),
  notes: z.record(z.string(), z.number()),
});
export type StepReport = z.infer<typeof StepReport>;

export const RunResult = z.strictObject({
  ok: z.literal(true),
  kind: z.literal("run"),
  engine: EngineFingerprint,
  input: PictureFacts,
  /** Null for a pass-through, whose output is its input. */
  output: WrittenFile.nullable(),
  outputPixelsBlake3: z.string().nullable(),
  before: WrittenFile.nullable(),
  thumb: WrittenFile.nullable(),
  steps: z.array(StepReport),
  warnings: z.array(z.string()),
  durationMs: z.int(),
});
export type RunResult = z.infer<typeof RunResult>;

export const CompareResult = z.strictObject({
  ok: z.literal(true),
  kind: z.literal("compare"),
  isSameSize: z.boolean(),
  /** Of one byte of RGBA; null for pictures of different size. */
  largestDifference: z.int().nullable(),
  meanDifference: z.number().nullable(),
  ssim: z.number().nullable(),
});
export type CompareResult = z.infer<typeof CompareResult>;

const ClassReason = z.strictObject({
  signal: z.string(),
  value: z.union([z.number(), z.boolean()]),
  relation: z.enum(["at-least", "at-most", "is", "is-not"]),
  threshold: z.number().nullable(),
  gate: z.number(),
});

export const ClassifyResult = z.strictObject({
  ok: z.literal(true),
  kind: z.literal("classify"),
  engine: EngineFingerprint,
  input: PictureFacts,
  signals: z.record(z.string(), z.union([z.number(), z.boolean()])),
  /** Every condition of every rule, after those of a guard that holds (IM68); none where nobody asked. */
  gates: z.array(ClassReason.extend({ rule: z.string() })),
  /** Area in cells of 256 × 256. */
  panels: z.array(z.strictObject({ area: z.int(), luma: z.number() })).readonly(),
  answer: z.strictObject({
    label: BuiltInLabel,
    confidence: z.number(),
    traits: z.array(z.string()).readonly(),
    rule: z.string(),
    reasons: z.array(ClassReason).readonly(),
    runnerUp: z
      .strictObject({
        label: BuiltInLabel,
        rule: z.string(),
        reach: z.number(),
        keptOutBy: ClassReason.nullable(),
      })
      .nullable(),
    sentence: z.string(),
  }),
  durationMs: z.int(),
});
export type ClassifyResult = z.infer<typeof ClassifyResult>;

export const ImageFailure = z.strictObject({
  ok: z.literal(false),
  /** `cancelled` when the caller gave up; the others are those of `run_error`. */
  reason: z.union([RunErrorReason, z.literal("cancelled")]),
  detail: z.string(),
  durationMs: z.int(),
});
export type ImageFailure = z.infer<typeof ImageFailure>;

export type ImageOutcome<Task extends ImageTask = ImageTask> =
  | ImageFailure
  | (Task extends { kind: "run" } ? RunResult : Task extends { kind: "classify" } ? ClassifyResult : CompareResult);
