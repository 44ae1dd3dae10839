import type { ExploredRecipe } from "./explored-recipes.ts";

/** What the fit expects of its most promising set, in stars. */
export interface Expected {
  readonly gain: number;
  readonly spread: number;
  readonly worth: number;
  /** Scores and verdicts the fit was made of. */
  readonly rows: number;
}

/** Why an argument set is tried, as a sentence (IM54, TU28); its figures are predictions (TU1). */
export function whyExplored({ origin, index, changes }: ExploredRecipe, expected: Expected | null): string {
  switch (origin) {
    case "sobol":
      return `point ${index + 1} of a sequence that covers the ranges evenly: ${changesText(changes)}`;
    case "near-live":
      return `one step from live, since no fit knows better yet: ${changesText(changes)}`;
    case "expected-improvement":
      return `largest expected improvement over live${figuresText(expected)}: ${changesText(changes)}`;
  }
}

function figuresText(expected: Expected | null): string {
  if (expected === null) return "";
  const { gain, spread, worth, rows } = expected;
  const sign = gain < 0 ? "−" : "+";
  return ` (predicted ${sign}${Math.abs(gain).toFixed(2)} ± ${spread.toFixed(2)} stars, worth ${worth.toFixed(2)}, from ${rows} scores and verdicts)`;
}

function changesText(changes: ExploredRecipe["changes"]): string {
  return Object.entries(changes)
    .map(([name, [live, tried]]) => `${name} ${live} → ${tried}`)
    .join(", ");
}
