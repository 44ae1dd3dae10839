import { z } from "zod";
import type { KnobSettings } from "../../serving/knobs.ts";
import { isSameModel } from "../../serving/model-id.ts";

/** What is new about a recipe against the one before it. */
export const RecipeChange = z.enum(["first", "model", "knobs", "unchanged"]);
export type RecipeChange = z.infer<typeof RecipeChange>;

export interface RecipeFacts {
  model: string;
  knobs: KnobSettings;
}

/** Compares a recipe with the one before it; null is "there was none". The recipe hash would also change with a new binary. */
export function decideRecipeChange(before: RecipeFacts | null, now: RecipeFacts): RecipeChange {
  if (before === null) return "first";
  if (!isSameModel(before.model, now.model)) return "model";
  const isSame =
    before.knobs.kvBits === now.knobs.kvBits &&
    before.knobs.maxBatch === now.knobs.maxBatch &&
    before.knobs.maxContext === now.knobs.maxContext;
  return isSame ? "unchanged" : "knobs";
}
