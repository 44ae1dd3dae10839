import type { Generator } from "../../../core/autotune/strategy/generator.ts";
import type { Point } from "../../../core/tuning/space/point.ts";
import type { Tunable } from "../../../core/tuning/space/tunable.ts";

/** Four parameters of a made-up recipe, its truth, and people who score what it makes (TUB2). */
export interface Studio {
  tunables: readonly Tunable[];
  live: readonly number[];
  /** True mean score of an argument set against live, in stars. */
  gainOf(values: readonly number[]): number;
  pointAt(values: readonly number[]): Point;
  /** What a rater gives a result of an input: rounded, 1 to 5. */
  score(values: readonly number[], input: number, rater: number): number;
}

export const RATERS = 3;
/** Noise of one score in stars. */
const NOISE = 0.6;
const IMAGE_SD = 0.7;
const RATER_SD = 0.35;
const MEAN = 3.2;
const BEST_GAIN = 0.36;
const LIVE = 0.5;

const tunables = ["a", "b", "c", "d"].map(
  (name): Tunable => ({ name, step: 0, param: name, min: 0, max: 1, kind: "float", isLog: false, nudge: null }),
);

/** A quadratic with one interaction, its best point somewhere else than live and `BEST_GAIN` above it. */
function drawTruth(generator: Generator) {
  const best = tunables.map(() => 0.15 + 0.7 * generator.unit());
  const weights = tunables.map(() => 0.5 + generator.unit());
  const shape = (values: readonly number[]): number => {
    const away = values.map((value, index) => value - (best[index] ?? 0));
    const square = away.reduce((sum, part, index) => sum + (weights[index] ?? 0) * part * part, 0);
    return square + 0.6 * (away[0] ?? 0) * (away[1] ?? 0);
  };
  const ofLive = shape(tunables.map(() => LIVE));
  return (values: readonly number[]): number => (BEST_GAIN * (ofLive - shape(values))) / ofLive;
}

export function createStudio(generator: Generator): Studio {
  const gainOf = drawTruth(generator);
  const raters = Array.from({ length: RATERS }, () => RATER_SD * generator.normal());
  const inputs = new Map<number, number>();
  const levelOf = (input: number): number => {
    const level = inputs.get(input) ?? IMAGE_SD * generator.normal();
    inputs.set(input, level);
    return level;
  };
  return {
    tunables,
    live: tunables.map(() => LIVE),
    gainOf,
    pointAt: (values) => ({ coordinates: Float64Array.from(values), codes: new Int32Array() }),
    score: (values, input, rater) => {
      const felt = MEAN + gainOf(values) + levelOf(input) + (raters[rater] ?? 0) + NOISE * generator.normal();
      return Math.min(5, Math.max(1, Math.round(felt)));
    },
  };
}
