import { predictIdw, type Support } from "../idw/predict-idw.ts";
import { heldOutItems } from "../sampling/split.ts";
import { argumentSpace } from "../space/argument-space.ts";
import { gridLines, gridPoints } from "../space/grid.ts";
import { listTunables } from "../space/list-tunables.ts";
import { type Point, squaredDistance } from "../space/point.ts";
import type { Tunable } from "../space/tunable.ts";
import { valuesIn, withValues } from "./candidate-steps.ts";
import { type ClassData, scoreEvidence } from "./class-data.ts";
import type { HeldOutMeans, MethodResult } from "./outcome.ts";

const TIE = 1e-12;

interface ScoredRun {
  readonly run: number;
  readonly score: number;
}

/** The older tool's method: the grid point with the best distance-weighted mean of the training runs (TU16, TU17). */
export function tuneIdw(data: ClassData): MethodResult {
  const { train, held, tunables, space, supports } = idwModel(data);
  const live = space.pointOf(data.recipe.steps);
  const steps = (values: readonly number[]) => withValues(data.recipe.steps, tunables, values);
  const values = bestGridPoint({ tunables, live, supports: supports.train, pointAt: (at) => space.pointOf(steps(at)) });
  const candidate = steps([...values, ...valuesIn(data.recipe.steps, tunables).slice(values.length)]);
  return {
    candidate,
    means: meansAt(supports, live, space.pointOf(candidate)),
    gain: null,
    fitted: null,
    frozen: [],
    heldOut: null,
    nTrain: train.length,
    nHoldout: held.length,
    rows: data.evidence.scores.map((score) => scoreEvidence(data, score)),
  };
}

/** The scored runs of a class, split (TU15, TU16). */
export function idwModel(data: ClassData) {
  const runs = scoredRuns(data);
  const heldOut = heldOutItems(runs.length, data.seed);
  const stepsOf = ({ run }: ScoredRun) => data.sets.stepsOf(run);
  const train = runs.filter((_, index) => !heldOut.has(index));
  const held = runs.filter((_, index) => heldOut.has(index));
  const listed = listTunables(data.recipe, train.map(stepsOf));
  const tunables = listed.kind === "tunables" ? listed.tunables : [];
  const space = argumentSpace({ recipe: data.recipe, tunables, sets: runs.map(stepsOf) });
  const supportsOf = (list: readonly ScoredRun[]): Support[] =>
    list.map((scored) => ({ point: space.pointOf(stepsOf(scored)), score: scored.score }));
  return { train, held, tunables, space, supports: { train: supportsOf(train), held: supportsOf(held) } };
}

/** One observation per run: the mean over its raters, runs in (time, line) order (TU16). */
function scoredRuns({ evidence }: ClassData): ScoredRun[] {
  const sums = new Map<number, { sum: number; n: number }>();
  for (const { run, score } of evidence.scores) {
    const known = sums.get(run) ?? { sum: 0, n: 0 };
    sums.set(run, { sum: known.sum + score, n: known.n + 1 });
  }
  return evidence.runs.flatMap((run) => {
    const known = sums.get(run);
    return known === undefined ? [] : [{ run, score: known.sum / known.n }];
  });
}

interface Best {
  readonly values: readonly number[];
  readonly predicted: number;
  readonly distance: number;
}

interface GridSearch {
  readonly tunables: readonly Tunable[];
  readonly live: Point;
  readonly supports: readonly Support[];
  pointAt(values: readonly number[]): Point;
}

/** Largest prediction; of equal ones the nearest to live, then the first (TU17). */
function bestGridPoint({ tunables, live, supports, pointAt }: GridSearch): readonly number[] {
  let best: Best = { values: [], predicted: Number.NEGATIVE_INFINITY, distance: 0 };
  for (const values of gridPoints(gridLines(tunables))) {
    const point = pointAt(values);
    const predicted = predictIdw(supports, point);
    const distance = squaredDistance(point, live);
    const isBetter = predicted > best.predicted + TIE;
    const isNearer = predicted > best.predicted - TIE && distance < best.distance;
    if (isBetter || isNearer) best = { values, predicted, distance };
  }
  return best.values;
}

function meansAt(supports: { train: Support[]; held: Support[] }, live: Point, candidate: Point): HeldOutMeans {
  const holdoutCurrent = predictIdw(supports.held, live);
  const holdoutCandidate = predictIdw(supports.held, candidate);
  return {
    trainCurrent: predictIdw(supports.train, live),
    trainCandidate: predictIdw(supports.train, candidate),
    holdoutCurrent,
    holdoutCandidate,
    delta: holdoutCandidate - holdoutCurrent,
  };
}
