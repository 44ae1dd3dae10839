import { textWith } from "../proposal/write.ts";
import type { TuningRecipe } from "../recipe.ts";
import { listTunables } from "../space/list-tunables.ts";
import { valuesIn, withValues } from "../tune/candidate-steps.ts";
import { type ExploringFit, explore } from "./explore.ts";

interface Exploring {
  readonly recipe: TuningRecipe;
  /** How many sets were explored against this live recipe before. */
  readonly index: number;
  readonly count: number;
  readonly seed: number;
  /** Null before a first fit. */
  readonly fit: ExploringFit | null;
}

export type ExploredRecipes =
  /** The live text with other values, one text a set. */
  | { readonly kind: "explored"; readonly texts: readonly string[]; readonly names: readonly string[] }
  | { readonly kind: "unknown_tunable"; readonly name: string }
  /** Nothing moves, or every set is the live one. */
  | { readonly kind: "no_tunables" };

/** Rounding to the grid of a narrow range may give the live set again and again. */
const TRIES_A_SET = 20;

/** The next argument sets to run beside the live one, as recipe texts; a set that is the live one is passed over (IM54, TU28). */
export function exploredRecipes({ recipe, index, count, seed, fit }: Exploring): ExploredRecipes {
  const listed = listTunables(recipe, []);
  if (listed.kind === "unknown_tunable") return listed;
  const { tunables } = listed;
  if (tunables.length === 0) return { kind: "no_tunables" };
  const live = valuesIn(recipe.steps, tunables);
  const texts: string[] = [];
  for (let step = 0; texts.length < count && step < count * TRIES_A_SET; step += 1) {
    const { values } = explore({ index: index + step, seed, tunables, live, fit });
    if (values.every((value, at) => value === live[at])) continue;
    texts.push(textWith(recipe, withValues(recipe.steps, tunables, values)));
  }
  if (texts.length < count) return { kind: "no_tunables" };
  return { kind: "explored", texts, names: tunables.map(({ name }) => name) };
}
