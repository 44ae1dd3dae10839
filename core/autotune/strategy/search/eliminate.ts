import { commonSeries, lastVersions, meanOf } from "../choice/block-table.ts";
import { isDominated, pairedGap } from "../choice/paired-gap.ts";
import { aliveCells } from "./membership.ts";
import type { Leave, SearchState } from "./search-state.ts";

/** Step 4: the cells that leave at the end of this rung (1-based), by target index; at most `keep` stay. */
export function cellsToLeave(state: SearchState, rung: number, keep: number): Map<number, Leave> {
  const { setup, targets } = state;
  const leaves = new Map<number, Leave>();
  const series = commonSeries(lastVersions(state.blocks), aliveCells(state)).map((cell) => ({
    ...cell,
    meanX: meanOf(cell.x),
  }));
  const hash = (index: number): string => {
    const knobs = targets.knobs[index];
    return knobs === undefined ? "" : setup.recipeHashOf(knobs);
  };
  const ranked = series.toSorted(
    (left, right) => right.meanX - left.meanX || (hash(left.index) < hash(right.index) ? -1 : 1),
  );
  const [leader] = ranked;
  if (leader === undefined) return leaves;
  for (const { index } of ranked.slice(keep)) {
    leaves.set(index, { rung, kind: "outpaced", reason: `outside the best ${keep} after rung ${rung}` });
  }
  if (rung < 2) return leaves;
  for (const cell of ranked.slice(1, keep)) {
    const gap = pairedGap(leader.x, cell.x, state.calibration?.cv ?? null);
    if (!isDominated(gap, setup.tieEpsilon)) continue;
    leaves.set(cell.index, { rung, kind: "dominated", reason: `dominated after rung ${rung}` });
  }
  return leaves;
}
