import { parseRunnableRecipe } from "../../imaging/recipe/parse-recipe.ts";
import type { Recipe } from "../../imaging/recipe/recipe.ts";
import { type StoredRecipe, storedRecipeText } from "../../imaging/recipe/stored/stored-recipe.ts";
import type { RunLine } from "../../imaging/record/line.ts";
import type { EngineFingerprint } from "../../imaging/record/parts.ts";

/** A stored run that can be run again: what goes in and what must come out (TU52). */
export interface StoredRun {
  readonly runId: string;
  readonly class: string;
  readonly inputBlake3: string;
  /** Null where the record does not say. */
  readonly inputBytes: number | null;
  readonly recipe: Recipe;
  readonly workLongSide: number | null;
  readonly output: { readonly blake3: string; readonly bytes: number; readonly pixelsBlake3: string };
  readonly engine: EngineFingerprint;
}

/** Why a stored run is not run again (TU53); `no_pixels` is a pass-through, which decodes nothing. */
export const NOT_REPLAYABLE = ["v1", "schema_0", "sha_mismatch", "no_pixels"] as const;
export type NotReplayable = (typeof NOT_REPLAYABLE)[number];

export type StoredRunReading = { readonly kind: "run"; readonly run: StoredRun } | { readonly kind: NotReplayable };

/** Reads the runs of one log; a log has few recipes, so each is parsed once. */
export class StoredRunReader {
  readonly #recipes = new Map<string, Recipe | null>();

  read({ record, class: label, inputBlake3, isShaMismatch }: RunLine): StoredRunReading {
    if (record === null) return { kind: "v1" };
    if (isShaMismatch) return { kind: "sha_mismatch" };
    const { output_pixels_blake3: pixelsBlake3 } = record;
    if (record.steps.length === 0 || pixelsBlake3 === null) return { kind: "no_pixels" };
    const recipe = this.#recipeOf({ class: label, steps: record.steps, args: record.args }, record.recipe_sha);
    if (recipe === null) return { kind: "schema_0" };
    const run = {
      runId: record.run_id,
      class: label,
      inputBlake3,
      inputBytes: record.input.bytes,
      recipe,
      workLongSide: record.work_long_side,
      output: { blake3: record.output_blake3, bytes: record.output.bytes, pixelsBlake3 },
      engine: record.engine,
    };
    return { kind: "run", run };
  }

  #recipeOf(stored: StoredRecipe, sha: string): Recipe | null {
    const key = `${stored.class} ${sha} ${Object.keys(stored.args).join(" ")}`;
    const known = this.#recipes.get(key);
    if (known !== undefined) return known;
    const parsed = parseRunnableRecipe(storedRecipeText(stored), { fileStem: stored.class });
    const recipe = parsed.kind === "recipe" && parsed.recipe.sha === sha ? parsed.recipe : null;
    this.#recipes.set(key, recipe);
    return recipe;
  }
}
