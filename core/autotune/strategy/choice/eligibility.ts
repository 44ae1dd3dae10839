import type { KnobSettings } from "../../../serving/knobs.ts";
import { finalists } from "../search/membership.ts";
import type { SearchState } from "../search/search-state.ts";
import { areSameKnobs } from "../search/setup.ts";
import { decideQuality, type QualityStanding, type QualityVerdict } from "./quality.ts";

/** The finalists that may win. */
export function eligibleFinalists(state: SearchState): number[] {
  return finalists(state).filter((index) => isEligible(state, index));
}

/** Whom the choice is made among when no finalist is eligible: the unquantised cells that stayed for the most rungs. */
export function substitutes(state: SearchState): number[] {
  const cells = unquantisedCells(state);
  const rungOf = (index: number): number => state.leaves[index]?.rung ?? Number.POSITIVE_INFINITY;
  const last = Math.max(...cells.map(rungOf));
  return cells.filter((index) => rungOf(index) === last);
}

/** How a cell stands with the quality guard, and the answers behind it. */
export function qualityOf(
  { verdicts }: SearchState,
  knobs: KnobSettings,
): { quality: QualityStanding; answers: QualityVerdict | null } {
  if (knobs.kvBits === null) return { quality: "unquantised", answers: null };
  const answers = verdicts.find((verdict) => areSameKnobs(verdict.knobs, knobs)) ?? null;
  return { quality: decideQuality(answers), answers };
}

/** Step 6: what could not be judged is eligible only when no unquantised cell is feasible. */
function isEligible(state: SearchState, index: number): boolean {
  const knobs = state.targets.knobs[index];
  if (knobs === undefined) return false;
  switch (qualityOf(state, knobs).quality) {
    case "unquantised":
    case "agrees":
      return true;
    case "differs":
      return false;
    case "not-shown":
      return unquantisedCells(state).length === 0;
  }
}

/** Cells that left as slower are still feasible; those that could not be served or compared are not counted. */
function unquantisedCells({ targets, leaves }: SearchState): number[] {
  return targets.knobs.flatMap(({ kvBits }, index) => {
    const kind = leaves[index]?.kind ?? null;
    const isOut = kind === "infeasible" || kind === "not-comparable";
    return kvBits === null && index < targets.cells && !isOut ? [index] : [];
  });
}
