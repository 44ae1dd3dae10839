import { recipeDocumentOf, recipeHash } from "../../../../../../core/autotune/recipe-hash.ts";
import type { RecommendationDocument } from "../../../../../../core/autotune/recommendation-document.ts";

export type HashCheck =
  | { kind: "none" }
  | { kind: "match"; hash: string }
  | { kind: "differs"; stored: string; computed: string };

/** Computes the recipe hash again from the document, in plain JavaScript, and compares it with the stored one (B73, B75). */
export function checkHash(document: RecommendationDocument | null): HashCheck {
  const recipe = document === null ? null : recipeDocumentOf(document);
  if (document === null || recipe === null || document.recipe_hash === null) return { kind: "none" };
  const computed = recipeHash(recipe);
  return computed === document.recipe_hash
    ? { kind: "match", hash: computed }
    : { kind: "differs", stored: document.recipe_hash, computed };
}
