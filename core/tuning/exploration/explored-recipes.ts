import { textWith } from "../proposal/write.ts";
import type { TuningRecipe } from "../recipe.ts";
import { listTunables } from "../space/list-tunables.ts";
import type { Tunable } from "../space/tunable.ts";
import { valuesIn, withValues } from "../tune/candidate-steps.ts";
import { explore, type SetOrigin } from "./explore.ts";

interface Exploring {
  readonly recipe: TuningRecipe;
  /** How many sets were explored against this live recipe before. */
  readonly index: number;
  readonly count: number;
  readonly seed: number;
  /** The set with the largest expected improvement by tunable (TU28); null before a first fit. One that the recipe's ranges and names no longer allow counts as none. */
  readonly promising: Readonly<Record<string, number>> | null;
}

/** The live text with other values. */
export interface ExploredRecipe {
  readonly text: string;
  readonly origin: SetOrigin;
  /** Its place in the sequence of the live recipe, from 0. */
  readonly index: number;
  /** The values that are not live's, by name. */
  readonly changes: Readonly<Record<string, readonly [live: number, tried: number]>>;
}

export type ExploredRecipes =
  | { readonly kind: "explored"; readonly recipes: readonly ExploredRecipe[]; readonly names: readonly string[] }
  | { readonly kind: "unknown_tunable"; readonly name: string }
  /** Nothing moves, or every set is the live one. */
  | { readonly kind: "no_tunables" };

/** Rounding to the grid of a narrow range may give the live set again and again. */
const TRIES_A_SET = 20;

/** The next argument sets to run beside the live one, as recipe texts; a set that is the live one is passed over (IM54, TU28). */
export function exploredRecipes({ recipe, index: first, count, seed, promising }: Exploring): ExploredRecipes {
  const listed = listTunables(recipe, []);
  if (listed.kind === "unknown_tunable") return listed;
  const { tunables } = listed;
  if (tunables.length === 0) return { kind: "no_tunables" };
  const live = valuesIn(recipe.steps, tunables);
  const allowed = promising === null ? null : allowedValues(promising, tunables);
  const recipes: ExploredRecipe[] = [];
  for (let step = 0; recipes.length < count && step < count * TRIES_A_SET; step += 1) {
    const index = first + step;
    const { values, origin } = explore({
      index,
      seed,
      tunables,
      live,
      promising: allowed === null ? null : () => allowed,
    });
    if (values.every((value, at) => value === live[at])) continue;
    const text = textWith(recipe, withValues(recipe.steps, tunables, values));
    recipes.push({ text, origin, index, changes: changesBetween(tunables, live, values) });
  }
  if (recipes.length < count) return { kind: "no_tunables" };
  return { kind: "explored", recipes, names: tunables.map(({ name }) => name) };
}

/** The values in the tunables' order; null where a person has pinned one since, freed another or narrowed a range. */
function allowedValues(
  promising: Readonly<Record<string, number>>,
  tunables: readonly Tunable[],
): readonly number[] | null {
  if (Object.keys(promising).length !== tunables.length) return null;
  const values = tunables.map(({ name, min, max }) => {
    const value = promising[name];
    return value === undefined || value < min || value > max ? null : value;
  });
  const known = values.filter((value) => value !== null);
  return known.length < values.length ? null : known;
}

function changesBetween(tunables: readonly Tunable[], live: readonly number[], values: readonly number[]) {
  const changes: Record<string, readonly [number, number]> = {};
  tunables.forEach(({ name }, at) => {
    const [from, to] = [live[at], values[at]];
    if (from !== undefined && to !== undefined && from !== to) changes[name] = [from, to];
  });
  return changes;
}
