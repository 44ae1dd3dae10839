import { createLoader, parseAsArrayOf, parseAsBoolean, parseAsString } from "nuqs/server";
import { isId } from "../../_parts/is-id.ts";

export const MOST_COMPARED = 6;

/** H-01: the runs, the pinned baseline and "only differences" are the address. */
export const compareInUrl = {
  runs: parseAsArrayOf(parseAsString).withDefault([]),
  base: parseAsString,
  diff: parseAsBoolean.withDefault(false),
};

export const loadComparison = createLoader(compareInUrl);

/** The ids that can be runs at all, each once, six at most (H-03). */
export function comparedIds(runs: readonly string[]): string[] {
  return [...new Set(runs.filter(isId))].slice(0, MOST_COMPARED);
}

/** Where a set of runs is compared. */
export function compareHref(ids: readonly string[]): string {
  return `/tunes/compare?runs=${ids.join(",")}`;
}
