import { z } from "zod";
import { canonicalJson } from "../canonical/jcs.ts";
import { sha256Hex } from "../canonical/sha256.ts";
import type { KnobSettings } from "../serving/knobs.ts";
import { KvBits } from "../serving/knobs.ts";
import type { RecommendationDocument } from "./recommendation-document.ts";

/** B73: exactly the seven keys a recipe hash covers; strict, so a measured value can never slip in (B74). */
export const RecipeDocument = z.strictObject({
  binary_version: z.string(),
  candidate_models: z.array(z.string()),
  chip: z.string(),
  knobs: z.strictObject({
    kv_bits: KvBits,
    max_concurrency_override: z.int(),
    max_context_override: z.int(),
  }),
  model: z.string(),
  ram_gb: z.int().min(1),
  target_context: z.int(),
});
export type RecipeDocument = z.infer<typeof RecipeDocument>;

/** `sha256:` and 64 hex digits over the canonical bytes (B73, B75). Equal hash means same question and answer, not same evidence. */
export function recipeHash(document: RecipeDocument): string {
  return `sha256:${sha256Hex(canonicalJson(RecipeDocument.parse(document)))}`;
}

type RunFacts = Pick<RecommendationDocument, "inputs" | "machine" | "recommendation">;

/** The seven keys of a run, from its document or from what the document is made of; null without a recommendation (TB53). */
export function recipeDocumentOf(run: RunFacts): RecipeDocument | null {
  const { inputs, machine, recommendation } = run;
  if (recommendation === null) return null;
  return {
    binary_version: machine.binary_version,
    candidate_models: inputs.candidate_models,
    chip: machine.chip,
    knobs: recommendation.knobs,
    model: recommendation.model,
    ram_gb: machine.ram_gb,
    target_context: inputs.target_context,
  };
}

/** What a run's cells have in common in their recipe hashes. */
export interface CellRecipeFacts {
  model: string;
  candidates: readonly string[];
  targetContext: number;
  machine: { chip: string; ramGb: number; binaryVersion: string };
}

/** The hash a cell's recipe would have (B73): the last tie-break of `blocked-halving`. */
export function cellRecipeHash(
  { model, candidates, targetContext, machine }: CellRecipeFacts,
  knobs: KnobSettings,
): string {
  return recipeHash({
    binary_version: machine.binaryVersion,
    candidate_models: [...candidates],
    chip: machine.chip,
    knobs: {
      kv_bits: knobs.kvBits,
      max_concurrency_override: knobs.maxBatch ?? 1,
      max_context_override: knobs.maxContext ?? targetContext,
    },
    model,
    ram_gb: machine.ramGb,
    target_context: targetContext,
  });
}
