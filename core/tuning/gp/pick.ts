import { gridLines, gridPoints, roundToKind } from "../space/grid.ts";
import type { Point } from "../space/point.ts";
import { stepOf } from "../space/step-of.ts";
import type { Tunable } from "../space/tunable.ts";
import type { Posterior } from "./posterior.ts";

const MOST_MOVES = 50;
const LEAST_GAIN = 1e-12;

export interface PickInput {
  readonly posterior: Pick<Posterior, "gain" | "spread">;
  /** The tunables that move. */
  readonly moving: readonly Tunable[];
  readonly live: readonly number[];
  pointAt(values: readonly number[]): Point;
}

export interface Picked {
  /** Values of the moving tunables. */
  readonly values: readonly number[];
  /** Lower bound m − √v in stars; the live arguments have 0. */
  readonly bound: number;
}

/** The argument set with the largest m − √v over grid and live, then refined by local steps (TU23). */
export function pickBest(input: PickInput): { best: Picked; bestOther: number } {
  const grid = bestOfGrid(input);
  const start = grid.bound > 0 ? grid : { values: input.live, bound: 0 };
  return { best: refine(start, input), bestOther: grid.bound };
}

/** Points are asked in order of falling m: a bound never exceeds m, so the search ends at the first m below the best bound. */
function bestOfGrid({ posterior, moving, live, pointAt }: PickInput): Picked {
  const candidates = gridPoints(gridLines(moving))
    .filter((values) => values.some((value, index) => value !== live[index]))
    .map((values) => {
      const point = pointAt(values);
      return { values, point, gain: posterior.gain(point) };
    })
    .sort((left, right) => right.gain - left.gain);
  let best: Picked = { values: live, bound: Number.NEGATIVE_INFINITY };
  for (const { values, point, gain } of candidates) {
    if (gain <= best.bound) break;
    const bound = gain - posterior.spread(point);
    if (bound > best.bound) best = { values, bound };
  }
  return best;
}

function refine(start: Picked, input: PickInput): Picked {
  let best = start;
  for (let move = 0; move < MOST_MOVES; move += 1) {
    const next = bestNeighbour(best, input);
    if (next === null) return best;
    best = next;
  }
  return best;
}

function bestNeighbour(from: Picked, { posterior, moving, pointAt }: PickInput): Picked | null {
  let best: Picked | null = null;
  moving.forEach((tunable, index) => {
    for (const direction of [-1, 1]) {
      const value = roundToKind((from.values[index] ?? 0) + direction * stepOf(tunable), tunable);
      if (value === from.values[index]) continue;
      const values = from.values.with(index, value);
      const least = (best ?? from).bound + LEAST_GAIN;
      const point = pointAt(values);
      const gain = posterior.gain(point);
      if (gain <= least) continue;
      const bound = gain - posterior.spread(point);
      if (bound > least) best = { values, bound };
    }
  });
  return best;
}
