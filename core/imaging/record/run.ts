import { z } from "zod";
import {
  Blake3,
  ClassBy,
  Count,
  EngineFingerprint,
  InputFacts,
  Label,
  OutputFacts,
  RunErrorReason,
  Signals,
  SkippedStep,
  Stamped,
  Steps,
} from "./parts.ts";

/** One recipe over one input (images.md 6.1); keys are the wire's own. */
export const RunRecord = z.strictObject({
  kind: z.literal("run"),
  ...Stamped,
  run_id: z.uuid(),
  input_blake3: Blake3,
  class: Label,
  class_by: ClassBy,
  confidence: z.number().min(0).max(1).optional(),
  traits: z.array(z.string()),
  classifier_version: Count.min(1),
  signals: Signals,
  recipe_sha: Blake3,
  steps: Steps,
  args: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])),
  input: InputFacts,
  work_long_side: Count.min(1).nullable(),
  output_blake3: Blake3,
  /** Null for a pass-through. */
  output_pixels_blake3: Blake3.nullable(),
  output: OutputFacts,
  duration_ms: Count,
  step_ms: z.array(Count),
  skipped: z.array(SkippedStep),
  engine: EngineFingerprint,
  host_id: z.string().min(1).max(200),
  batch_id: z.string().min(1).max(200).optional(),
  pair_id: z.string().min(1).max(200).optional(),
  replay_of: z.uuid().optional(),
  /** Only lines that were imported have it (IM35). */
  input_path: z.string().optional(),
});
export type RunRecord = z.infer<typeof RunRecord>;

/** A run that ended without an output (IM27). */
export const RunErrorRecord = z.strictObject({
  kind: z.literal("run_error"),
  ...Stamped,
  run_id: z.uuid(),
  input_blake3: Blake3,
  class: Label,
  recipe_sha: Blake3,
  reason: RunErrorReason,
  duration_ms: Count,
  engine: EngineFingerprint,
  host_id: z.string().min(1).max(200),
});
export type RunErrorRecord = z.infer<typeof RunErrorRecord>;

/** What an agent answers for an input that came without a recipe (JK7); a job's event, no line of a log. */
export const ClassificationRecord = z.strictObject({
  kind: z.literal("classification"),
  ...Stamped,
  input_blake3: Blake3,
  class: Label,
  class_by: ClassBy,
  confidence: z.number().min(0).max(1),
  traits: z.array(z.string()),
  rule: z.string().max(60),
  reasons: z.array(z.unknown()).max(100),
  runner_up: z.unknown(),
  signals: Signals,
  classifier_version: Count.min(1),
  input: InputFacts,
  engine: EngineFingerprint,
  host_id: z.string().min(1).max(200),
});
export type ClassificationRecord = z.infer<typeof ClassificationRecord>;
