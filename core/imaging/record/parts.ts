import { z } from "zod";
import { CanonicalStep } from "../recipe/recipe.ts";

/** BLAKE3 as 64 lower-case hex digits. */
export const Blake3 = z.string().regex(/^[0-9a-f]{64}$/, "must be 64 lower-case hex digits");
export const Label = z.string().min(1).max(200);
export const Steps = z.array(CanonicalStep).max(25);

/** Counts, sizes in px or bytes and durations in ms, as both databases hold them: 0…2³¹ − 1. */
export const Count = z.int().min(0).max(2_147_483_647);

/** The only sizes of a blind confirmation, fixed before its first verdict (TU40). */
export const ConfirmationSize = z.union([z.literal(30), z.literal(60)]);
export type ConfirmationSize = z.infer<typeof ConfirmationSize>;

/** The clock of the writer (IM71). */
export const Stamped = { v: z.literal(2), ts_unix_ms: z.int().min(0) } as const;

/** IM29: what decides the bytes of an output. */
export const EngineFingerprint = z.strictObject({
  sharp: z.string(),
  vips: z.string(),
  arch: z.string(),
  os: z.string(),
  threads: z.int(),
});
export type EngineFingerprint = z.infer<typeof EngineFingerprint>;

/** Facts of the input, null where its header does not say. */
export const InputFacts = z.strictObject({
  bytes: Count.nullable(),
  w: Count.nullable(),
  h: Count.nullable(),
  format: z.string().nullable(),
  icc: z.string().nullable(),
  hdr: z.boolean().nullable(),
  pages: Count.nullable(),
});
export type InputFacts = z.infer<typeof InputFacts>;

export const OutputFacts = z.strictObject({
  bytes: Count,
  w: Count.nullable(),
  h: Count.nullable(),
  format: z.string(),
});

/** Who said the class: a person's correction, an override, the agent or the heuristic (IM11). */
export const ClassBy = z.enum(["correction", "override", "agent", "heuristic"]);
export type ClassBy = z.infer<typeof ClassBy>;

/** IM26: why a step did nothing. */
export const SkipReason = z.enum(["neutral", "too_small", "trim_empty"]);
export type SkipReason = z.infer<typeof SkipReason>;

export const SkippedStep = z.strictObject({ id: z.string(), op: z.string(), reason: SkipReason });
export type SkippedStep = z.infer<typeof SkippedStep>;

/** Names and values of 2.1; the list grows with `classifier_version`. */
export const Signals = z.record(z.string(), z.union([z.number(), z.boolean()]));
export type Signals = z.infer<typeof Signals>;

export const RunErrorReason = z.enum([
  "time_limit",
  "memory_limit",
  "pixel_limit",
  "unsupported_format",
  "truncated",
  "output_limit",
  "worker_crash",
  "step_failed",
]);
export type RunErrorReason = z.infer<typeof RunErrorReason>;

export const Score = z.int().min(1).max(5);
export const Event = { ...Stamped, event_id: z.uuid() } as const;
