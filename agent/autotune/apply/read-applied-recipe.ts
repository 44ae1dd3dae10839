import { z } from "zod";
import type { AppliedRecipe } from "../../../core/autotune/baseline/applied-recipe.ts";
import { KvBits } from "../../../core/serving/knobs.ts";

/** An absent key and YAML null are the same; a numeric string is accepted for an integer (A2). */
const number = z
  .union([
    z.int(),
    z
      .string()
      .trim()
      .regex(/^\+?\d+$/)
      .transform(Number),
  ])
  .nullish()
  .transform((value) => value ?? null);

const OwnedKnobs = z.object({
  kv_bits: number.pipe(KvBits),
  max_concurrency_override: number.pipe(z.int().min(1).max(64).nullable()),
  max_context_override: number.pipe(z.int().min(1).nullable()),
});

/** The recipe a parsed config file holds (B118): null without a model, `problem` when a knob would not serve. */
export function readAppliedRecipe(file: Readonly<Record<string, unknown>>): {
  applied: AppliedRecipe | null;
  problem: string | null;
} {
  const { model } = file;
  if (typeof model !== "string" || model.trim() === "") return { applied: null, problem: null };
  const read = OwnedKnobs.safeParse(file);
  if (!read.success) {
    const issue = read.error.issues[0];
    return { applied: null, problem: `${issue?.path.join(".") ?? ""}: ${issue?.message ?? "invalid"}` };
  }
  const { kv_bits, max_concurrency_override, max_context_override } = read.data;
  const knobs = { kvBits: kv_bits, maxBatch: max_concurrency_override, maxContext: max_context_override };
  return { applied: { model, knobs }, problem: null };
}
