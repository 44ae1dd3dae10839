import type { Leave, SearchState } from "./search-state.ts";

/** Cells still in the running, as target indexes. */
export function aliveCells({ leaves, targets }: SearchState): number[] {
  return leaves.flatMap((leave, index) => (leave === null && index < targets.cells ? [index] : []));
}

const isCarried = ({ targets }: SearchState, index: number): boolean =>
  index === targets.sentinel || index === targets.incumbent;

/** Incumbent and sentinel stay in every block, alive or not, unless the server cannot serve them (step 2). */
function isVisited(state: SearchState, index: number): boolean {
  const leave = state.leaves[index];
  if (leave?.kind === "infeasible") return false;
  return isCarried(state, index) || (leave === null && index < state.targets.cells);
}

/** Everything a block visits, in an order that does not depend on the cell list's. */
export function blockMembers(state: SearchState): number[] {
  return state.targets.canonical.filter((index) => isVisited(state, index));
}

/** The cells the choice is made among: those alive, and an incumbent that is a cell (step 7). */
export function finalists(state: SearchState): number[] {
  const { incumbent, cells } = state.targets;
  const alive = aliveCells(state);
  if (incumbent === null || incumbent >= cells || alive.includes(incumbent)) return alive;
  const kind = state.leaves[incumbent]?.kind;
  return kind === "infeasible" || kind === "not-comparable" ? alive : [...alive, incumbent];
}

/** A cell leaves once; being infeasible replaces any earlier reason, because then it is not carried on either. */
export function withLeave(state: SearchState, index: number, leave: Leave): SearchState {
  const standing = state.leaves[index] ?? null;
  if (standing !== null && leave.kind !== "infeasible") return state;
  return { ...state, leaves: state.leaves.with(index, leave) };
}
