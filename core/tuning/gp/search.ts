import { gridLine } from "../space/grid.ts";
import type { Tunable } from "../space/tunable.ts";
import { type Picked, type PickInput, pickBest } from "./pick.ts";

const FLAT_RANGE = 0.05;
const FEW_ROWS = 200;
const MOVING_BELOW = 4;
const MOVING_ABOVE = 6;

export interface SearchResult {
  readonly best: Picked;
  readonly moving: readonly Tunable[];
  readonly frozen: readonly Tunable[];
  /** The best lower bound among the arguments that were not live (TU4). */
  readonly bestOther: number;
}

interface SearchInput {
  readonly posterior: PickInput["posterior"];
  readonly tunables: readonly Tunable[];
  readonly rowCount: number;
  /** Live values of all tunables. */
  readonly live: readonly number[];
  pointAt(moving: readonly Tunable[], values: readonly number[]): ReturnType<PickInput["pointAt"]>;
}

/** Picks among the first 4 or 6 tunables; those along which nothing changes are frozen and the pick is repeated once (TU24). */
export function searchArguments(input: SearchInput): SearchResult {
  const { posterior, tunables, live } = input;
  const first = tunables.slice(0, input.rowCount < FEW_ROWS ? MOVING_BELOW : MOVING_ABOVE);
  const isFlat = (tunable: Tunable) => {
    const gains = gridLine(tunable).map((value) => posterior.gain(input.pointAt([tunable], [value])));
    return Math.max(...gains) - Math.min(...gains) < FLAT_RANGE;
  };
  const frozen = first.filter(isFlat);
  const moving = first.filter((tunable) => !frozen.includes(tunable));
  const pick = (chosen: readonly Tunable[]) =>
    pickBest({
      posterior,
      moving: chosen,
      live: chosen.map((tunable) => live[tunables.indexOf(tunable)] ?? 0),
      pointAt: (values) => input.pointAt(chosen, values),
    });
  const { best, bestOther } = pick(moving.length === 0 ? first : moving);
  if (moving.length > 0) return { best, moving, frozen, bestOther };
  return { best: { values: [], bound: 0 }, moving, frozen, bestOther: Math.min(0, bestOther) };
}
