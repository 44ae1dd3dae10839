import { expect, test } from "vitest";
import type { ExploredRecipe } from "./explored-recipes.ts";
import { whyExplored } from "./why-explored.ts";

const changes: ExploredRecipe["changes"] = { "light.gamma": [1.05, 1.2], "edge.jagged": [2, 3] };
const expected = { gain: -0.034, spread: 0.21, worth: 0.067, rows: 64 };

test.each([
  ["sobol", "point 5 of a sequence that covers the ranges evenly: "],
  ["near-live", "one step from live, since no fit knows better yet: "],
  [
    "expected-improvement",
    "largest expected improvement over live (predicted −0.03 ± 0.21 stars, worth 0.07, from 64 scores and verdicts): ",
  ],
] as const)("TU28 a set of origin %s says why it is tried and what it changes", (origin, reason) => {
  const set = { text: "", origin, index: 4, changes };
  expect(whyExplored(set, expected)).toBe(`${reason}light.gamma 1.05 → 1.2, edge.jagged 2 → 3`);
});
