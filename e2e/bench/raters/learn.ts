import type { ExploringFit } from "../../../core/tuning/exploration/most-promising.ts";
import { fitValues, START_VALUES } from "../../../core/tuning/gp/fit.ts";
import { pickBest } from "../../../core/tuning/gp/pick.ts";
import { conditionOn } from "../../../core/tuning/gp/posterior.ts";
import type { GpRow } from "../../../core/tuning/gp/rows.ts";
import { predictIdw } from "../../../core/tuning/idw/predict-idw.ts";
import { gridLines, gridPoints } from "../../../core/tuning/space/grid.ts";
import type { Studio } from "./studio.ts";

/** One score of the made-up people. */
export interface Given {
  values: readonly number[];
  input: number;
  rater: number;
  score: number;
}

/** What was learnt from scores; gains against live in stars. */
export interface Learnt {
  values: readonly number[];
  gain: number;
  lower: number;
}

const Z_90 = 1.645;
const FIT_ROWS = 300;

/** The posterior of `gp` over the scores; fitted by likelihood unless that would take too long for the caller. */
function posteriorOf(studio: Studio, given: readonly Given[], isFitted: boolean) {
  const points = given.map(({ values }) => studio.pointAt(values));
  const rows = given.map(({ input, rater, score }, point): GpRow => ({ kind: "score", point, input, rater, y: score }));
  const values = isFitted ? fitValues(points, rows.slice(0, FIT_ROWS)) : START_VALUES;
  return conditionOn({ points, rows, live: studio.pointAt(studio.live), values });
}

/** What exploring asks (TU28). */
export function exploringFit(studio: Studio, given: readonly Given[]): ExploringFit {
  const posterior = posteriorOf(studio, given, false);
  const most = START_VALUES.s * Math.SQRT2;
  return {
    gain: (values) => posterior.gain(studio.pointAt(values)),
    spread: (values) => posterior.spread(studio.pointAt(values)),
    mostSpread: () => most,
  };
}

/** The pick of `gp` (TU23), null when live wins. */
export function learnByGp(studio: Studio, given: readonly Given[], isFitted = true): Learnt | null {
  const posterior = posteriorOf(studio, given, isFitted);
  const { best } = pickBest({ posterior, moving: studio.tunables, live: studio.live, pointAt: studio.pointAt });
  if (best.bound <= 0) return null;
  const at = studio.pointAt(best.values);
  const gain = posterior.gain(at);
  return { values: best.values, gain, lower: gain - Z_90 * posterior.spread(at) };
}

/** The pick of `idw` (TU17): the grid point with the largest prediction. */
export function learnByIdw(studio: Studio, given: readonly Given[]): readonly number[] {
  const supports = given.map(({ values, score }) => ({ point: studio.pointAt(values), score }));
  let best: { values: readonly number[]; score: number } = { values: studio.live, score: Number.NEGATIVE_INFINITY };
  for (const values of gridPoints(gridLines(studio.tunables))) {
    const score = predictIdw(supports, studio.pointAt(values));
    if (score > best.score) best = { values, score };
  }
  return best.values;
}
