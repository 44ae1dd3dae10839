import type { PlannedVisit, SearchState } from "./search-state.ts";

/** The target a block visits next; null when the block is through. */
export function nextTarget(state: SearchState): { index: number; isRepeat: boolean } | null {
  if (state.stage.kind !== "block") return null;
  const { order, repeats, next } = state.stage.run;
  const isRepeat = next >= order.length;
  const index = isRepeat ? repeats[next - order.length] : order[next];
  return index === undefined ? null : { index, isRepeat };
}

function kindOf({ targets, leaves }: SearchState, index: number): PlannedVisit["kind"] {
  if (index < targets.cells && leaves[index] === null) return "search";
  return index === targets.incumbent ? "incumbent" : "sentinel";
}

/** The visit this state asks for; null when its next step is none. */
export function plannedVisit(state: SearchState): PlannedVisit | null {
  const { stage, targets, setup } = state;
  if (stage.kind === "other-model" && setup.incumbent !== null) {
    return {
      kind: "incumbent",
      knobs: setup.incumbent.knobs,
      isOtherModel: true,
      rung: 0,
      block: 1,
      version: 1,
      position: stage.attempt,
      isRepeat: stage.attempt === 2,
    };
  }
  const target = nextTarget(state);
  const knobs = target === null ? undefined : targets.knobs[target.index];
  if (stage.kind !== "block" || target === null || knobs === undefined) return null;
  const { rung, block, version, next } = stage.run;
  const kind = kindOf(state, target.index);
  return { kind, knobs, isOtherModel: false, rung, block, version, position: next + 1, isRepeat: target.isRepeat };
}
