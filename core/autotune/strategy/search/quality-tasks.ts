import type { QualityTask } from "../choice/quality.ts";
import { finalists } from "./membership.ts";
import type { SearchState } from "./search-state.ts";
import { areSameKnobs } from "./setup.ts";

/** The unquantised cell of the same batch and context, as a target index; null when the server cannot serve it or there is none. */
function referenceOf({ targets, leaves }: SearchState, index: number): number | null {
  const knobs = targets.knobs[index];
  if (knobs === undefined) return null;
  const wanted = { ...knobs, kvBits: null };
  const found = targets.knobs.findIndex((settings, at) => at < targets.cells && areSameKnobs(settings, wanted));
  return found === -1 || leaves[found]?.kind === "infeasible" ? null : found;
}

/** Step 6: one task for each unquantised cell that a quantised finalist is compared with. */
export function qualityTasks(state: SearchState): QualityTask[] {
  const subjects = new Map<number, number[]>();
  for (const index of finalists(state)) {
    if (state.targets.knobs[index]?.kvBits === null) continue;
    const reference = referenceOf(state, index);
    if (reference !== null) subjects.set(reference, [...(subjects.get(reference) ?? []), index]);
  }
  return [...subjects].flatMap(([reference, indexes]) => {
    const knobs = state.targets.knobs[reference];
    return knobs === undefined
      ? []
      : [{ reference: knobs, subjects: indexes.flatMap((index) => state.targets.knobs[index] ?? []) }];
  });
}
