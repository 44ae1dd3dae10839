import { gridLines, gridPoints } from "../space/grid.ts";
import type { Tunable } from "../space/tunable.ts";
import { expectedImprovement } from "./expected-improvement.ts";

/** What a fit says about a full set of values, in the order of the tunables; stars relative to live (TU21). */
export interface ExploringFit {
  gain(values: readonly number[]): number;
  spread(values: readonly number[]): number;
  /** No spread is larger; asked first because it costs nothing. */
  mostSpread(values: readonly number[]): number;
}

/** The set to try next, and what is expected of it, in stars. */
export interface Promising {
  /** One value a tunable, in their order; those beyond the twelfth are live. */
  readonly values: readonly number[];
  readonly gain: number;
  readonly spread: number;
  readonly worth: number;
}

interface Searched {
  readonly tunables: readonly Tunable[];
  readonly live: readonly number[];
}

/** Numbers that were summed in another order differ in their last digits. */
const SLACK = 1e-12;

/** The grid point with the largest expected improvement over live, of equals the first; null where live is the only point (TU28). Asked in order of what each can be worth at most, so the search ends early. */
export function mostPromising({ tunables, live }: Searched, fit: ExploringFit): Promising | null {
  const points = gridPoints(gridLines(tunables))
    .map((point) => live.map((value, index) => point[index] ?? value))
    .filter((values) => values.some((value, index) => value !== live[index]))
    .map((values, order) => {
      const gain = fit.gain(values);
      return { values, order, gain, most: expectedImprovement(gain, fit.mostSpread(values)) };
    })
    .sort((left, right) => right.most - left.most);
  let best: (Promising & { order: number }) | null = null;
  for (const { values, order, gain, most } of points) {
    if (best !== null && most + SLACK < best.worth) break;
    const spread = fit.spread(values);
    const worth = expectedImprovement(gain, spread);
    if (best !== null && (worth < best.worth || (worth === best.worth && order > best.order))) continue;
    best = { values, order, gain, spread, worth };
  }
  return best === null ? null : { values: best.values, gain: best.gain, spread: best.spread, worth: best.worth };
}
