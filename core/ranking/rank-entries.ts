import type { RecipeEffect } from "../tuning/statistics/effects/effect-posterior.ts";
import type { ImageBoardEntry } from "./image-board.ts";

export type Unranked = Omit<ImageBoardEntry, "rank" | "rankRange"> & { readonly sinceMs: number };

/** By the lower bound of the effect, then mean, raters, older; what has no place yet follows, the most rated first (console.md, section 6). */
export function rankEntries(entries: readonly Unranked[]): ImageBoardEntry[] {
  const ranked = entries.flatMap((entry) => (entry.effect === null ? [] : [entry.effect]));
  const sorted = [...entries].sort((left, right) => placeOf(right) - placeOf(left) || byTies(left, right));
  return sorted.map(({ sinceMs: _, ...entry }, index) => ({
    ...entry,
    rank: entry.effect === null ? null : index + 1,
    rankRange: entry.effect === null ? null : rankRange(entry.effect, ranked),
  }));
}

/** What the order is by, in billionths of a star: sums in another order differ by less. */
const placeOf = ({ effect }: Unranked): number =>
  effect === null ? Number.MIN_SAFE_INTEGER : Math.round(effect.lower * 1e9);

/** Those that equal the first under every rule but the name. */
export function tiedWithFirst(entries: readonly Unranked[], ranked: readonly { readonly recipe: string }[]): string[] {
  const first = entries.find(({ recipe }) => recipe === ranked[0]?.recipe);
  if (first?.effect == null) return [];
  return entries
    .filter(
      (one) =>
        one !== first &&
        one.effect !== null &&
        placeOf(one) === placeOf(first) &&
        one.mean === first.mean &&
        one.raters === first.raters &&
        one.sinceMs === first.sinceMs,
    )
    .map(({ recipe }) => recipe);
}

function byTies(left: Unranked, right: Unranked): number {
  const thin = left.effect === null && right.effect === null ? right.runs - left.runs : 0;
  return (
    thin ||
    (right.mean ?? 0) - (left.mean ?? 0) ||
    right.raters - left.raters ||
    left.sinceMs - right.sinceMs ||
    (left.recipe < right.recipe ? -1 : 1)
  );
}

function rankRange(own: RecipeEffect, all: readonly RecipeEffect[]): readonly [number, number] {
  const better = all.filter(({ lower }) => lower > own.upper).length;
  const worse = all.filter(({ upper }) => upper < own.lower).length;
  return [1 + better, all.length - worse];
}
