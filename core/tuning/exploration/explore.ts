import { mulberry32 } from "../sampling/mulberry32.ts";
import { roundToKind } from "../space/grid.ts";
import { stepOf } from "../space/step-of.ts";
import type { Tunable } from "../space/tunable.ts";
import { SOBOL_DIMENSIONS, sobolPoint } from "./sobol.ts";

export interface Exploration {
  /** How many argument sets of the class were explored before, from 0. */
  readonly index: number;
  readonly seed: number;
  readonly tunables: readonly Tunable[];
  /** Live values in the order of the tunables. */
  readonly live: readonly number[];
  /** The set with the largest expected improvement, in the order of the tunables, asked for every fifth only; null before a first fit. */
  readonly promising: (() => readonly number[]) | null;
}

export interface ExploredSet {
  /** One value a tunable, in their order; those beyond the twelfth stay live. */
  readonly values: readonly number[];
  readonly origin: SetOrigin;
}

export type SetOrigin = "sobol" | "expected-improvement" | "near-live";

const EVERY = 5;

/** The argument set to run beside the live one: a shifted Sobol point, every fifth near the best known (TU28, IM54). */
export function explore(exploration: Exploration): ExploredSet {
  const { index, promising, live } = exploration;
  if (index % EVERY !== EVERY - 1) return { values: withLive(sobolValues(exploration), live), origin: "sobol" };
  if (promising === null) return { values: nearLive(exploration), origin: "near-live" };
  return { values: promising(), origin: "expected-improvement" };
}

function withLive(moved: readonly number[], live: readonly number[]): number[] {
  return live.map((value, index) => moved[index] ?? value);
}

/** The origin is skipped; every seed shifts the digits of all points by one draw a dimension. */
function sobolValues({ index, seed, tunables }: Exploration): number[] {
  const moving = tunables.slice(0, SOBOL_DIMENSIONS);
  const random = mulberry32(seed);
  const shifts = moving.map(() => Math.floor(random() * 2 ** 32));
  const point = sobolPoint(index + 1, moving.length);
  return moving.map((tunable, dimension) => {
    const share = (((point[dimension] ?? 0) ^ (shifts[dimension] ?? 0)) >>> 0) / 2 ** 32;
    return roundToKind(valueAt(tunable, share), tunable);
  });
}

function valueAt({ min, max, isLog }: Tunable, share: number): number {
  return isLog ? min * (max / min) ** share : min + (max - min) * share;
}

/** Live with one tunable moved by its step: each in turn, up first, then down; at an end of the range the other way. */
function nearLive({ index, tunables, live }: Exploration): number[] {
  const turn = Math.floor(index / EVERY);
  const moving = turn % tunables.length;
  const direction = Math.floor(turn / tunables.length) % 2 === 0 ? 1 : -1;
  return live.map((value, position) => {
    const tunable = tunables[position];
    if (position !== moving || tunable === undefined) return value;
    const step = direction * stepOf(tunable);
    const isInside = value + step >= tunable.min && value + step <= tunable.max;
    return roundToKind(isInside ? value + step : value - step, tunable);
  });
}
