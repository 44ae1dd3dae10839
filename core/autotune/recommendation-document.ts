import { z } from "zod";
import { KvBits } from "../serving/knobs.ts";

const knobs = z.strictObject({
  kv_bits: KvBits,
  max_concurrency_override: z.int(),
  max_context_override: z.int(),
});

/** The knobs of the config file as it was; null is a key it did not have (B118). */
const appliedKnobs = z.strictObject({
  kv_bits: KvBits,
  max_concurrency_override: z.int().nullable(),
  max_context_override: z.int().nullable(),
});

/** A relative gap with its 95 % interval and the number of pairs behind it (M27). */
const gap = z.strictObject({ gap: z.number(), low: z.number(), high: z.number(), n: z.int() });

/** B71: the one frozen JSON document of a tune run; later versions only add keys. Snake case, because it is a wire format. */
export const RecommendationDocument = z.strictObject({
  spec_version: z.string(),
  run_id: z.uuid(),
  started_at: z.string(),
  ended_at: z.string(),
  machine: z.strictObject({
    ram_gb: z.int().min(1),
    chip: z.string(),
    os_version: z.string(),
    binary_version: z.string(),
  }),
  inputs: z.strictObject({
    target_context: z.int(),
    stage1_replicates: z.int(),
    stage2_replicates: z.int(),
    gate_ttft_ms: z.int(),
    candidate_models: z.array(z.string()),
    tps_tie_epsilon: z.number(),
  }),
  recommendation: z
    .strictObject({
      model: z.string(),
      serve_command: z.string(),
      target_context: z.int(),
      replicates: z.int(),
      tps_median: z.number(),
      ttft_p95_ms: z.number(),
      knobs,
      partial: z.literal(true).optional(),
    })
    .nullable(),
  alternates: z.array(z.string()),
  infeasible: z.array(z.strictObject({ model: z.string(), rank: z.int().min(1), reason: z.string() })),
  recipe_hash: z
    .string()
    .regex(/^sha256:[0-9a-f]{64}$/)
    .nullable(),
  db_path: z.string(),
  alternates_basis: z.literal("position").optional(),
  /** `<name>@<version>`; absent for `grid`. */
  strategy: z.string().optional(),
  /** Too noisy to show a winner (M section 10, step 8). */
  shown: z.literal(false).optional(),
  baseline: z
    .strictObject({
      model: z.string(),
      knobs: appliedKnobs,
      tps_median: z.number().nullable(),
      ttft_p95_ms: z.number().nullable(),
      verdict: z.enum(["better", "worse", "not_shown", "not_comparable", "not_measured"]),
      reason: z.string().nullable(),
    })
    .optional(),
  confirmation: z
    .strictObject({
      against: z.enum(["incumbent", "sentinel"]),
      verdict: z.enum(["better", "worse", "not_shown"]),
      tps: gap.nullable(),
      ttft: gap.nullable(),
      reason: z.string().nullable(),
    })
    .optional(),
});
export type RecommendationDocument = z.infer<typeof RecommendationDocument>;
