import { type CanonicalStep, isPassThrough, type Recipe } from "../recipe/recipe.ts";
import { OUTPUT_OP } from "../recipe/step-table.ts";
import { storedRecipeText } from "../recipe/stored/stored-recipe.ts";
import { GOLD_SHARE } from "./session-rules.ts";

/** Steps that give a result its size: both sides keep those of the live recipe, or their measures would tell a gold pair (IM59). */
const GEOMETRY = new Set(["size.fit", "crop.trim"]);

/** Strokes become blots, the rest two tones: nobody who looks takes this for the better side. */
const RUIN: readonly CanonicalStep[] = [
  { op: "morph.dilate", args: { width: 8 } },
  { op: "smooth.blur", args: { sigma: 3 } },
  { op: "palette.reduce", args: { colours: 2, dither: 0 } },
];

/** The two sides of a gold pair as recipe texts, in the live recipe's size and output format; null for a pass-through, which nobody rates (IM64, IM57). */
export function goldRecipes(
  live: Pick<Recipe, "class" | "steps" | "schema">,
): { untouched: string; broken: string } | null {
  if (isPassThrough(live) || live.schema === 0) return null;
  const geometry = live.steps.filter(({ op }) => GEOMETRY.has(op));
  const output = live.steps.filter(({ op }) => op === OUTPUT_OP);
  const text = (ruin: readonly CanonicalStep[]) =>
    storedRecipeText({ class: live.class, steps: [...geometry, ...ruin, ...output], args: {} });
  return { untouched: text([]), broken: text(RUIN) };
}

/** How many gold pairs come with this many pairs (2 %, at least one) (IM64). */
export function goldPairsFor(pairs: number): number {
  return Math.max(1, Math.ceil(pairs * GOLD_SHARE));
}
