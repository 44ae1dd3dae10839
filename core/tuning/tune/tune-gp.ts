import type { GpValues } from "../gp/covariance.ts";
import { fitValues } from "../gp/fit.ts";
import { conditionOn, type Posterior } from "../gp/posterior.ts";
import type { GpRow } from "../gp/rows.ts";
import { sampleRows } from "../gp/sample-rows.ts";
import { searchArguments } from "../gp/search.ts";
import { heldOutItems } from "../sampling/split.ts";
import { type ArgumentSpace, argumentSpace } from "../space/argument-space.ts";
import type { Point } from "../space/point.ts";
import type { Tunable } from "../space/tunable.ts";
import { valuesIn, withValues } from "./candidate-steps.ts";
import type { ClassData } from "./class-data.ts";
import { everythingSaid, evidenceRow, RowBuilder, runsOf, type Said } from "./gp-rows.ts";
import type { HeldOutError, HeldOutMeans, MethodResult } from "./outcome.ts";
import { spearman } from "./spearman.ts";

export const FIT_ROWS = 300;
const PREDICTION_ROWS = 1000;
export const Z_90 = 1.645;

/** What a `gp` tune finds: a better argument set, or that none is. */
export type GpResult = MethodResult | { readonly bestLower: number };

/** Tunes by a Gaussian process over scores and verdicts (TU19–TU25); only varied tunables move, the others are listed as frozen (TU13). */
export function tuneGp(data: ClassData, tunables: readonly Tunable[], varied: readonly Tunable[]): GpResult {
  const { recipe, seed } = data;
  const model = gpModel(data, tunables);
  const { said, space, rows, points } = model;
  const values = fitValues(points, sampleRows(rows, FIT_ROWS, seed));
  const condition = (chosen: readonly GpRow[]) => conditionRows(model, chosen, values);
  const posterior = condition(rows);
  const found = searchArguments({
    posterior,
    tunables: varied,
    rowCount: rows.length,
    live: valuesIn(recipe.steps, varied),
    pointAt: (moving, at) => space.pointOf(withValues(recipe.steps, moving, at)),
  });
  if (found.best.bound <= 0) return { bestLower: found.bestOther };
  const candidate = withValues(recipe.steps, found.moving, found.best.values);
  const at = space.pointOf(candidate);
  const split = splitInputs(data);
  const train = condition(rows.filter((row) => !split.heldOut.has(row.input)));
  const heldRows = rows.filter((row) => split.heldOut.has(row.input));
  const gain = posterior.gain(at);
  const spread = Z_90 * posterior.spread(at);
  return {
    candidate,
    means: meansAt(train, condition(heldRows), at),
    gain: { gain, lower: gain - spread, upper: gain + spread },
    fitted: values,
    frozen: tunables.filter((one) => !varied.includes(one) || found.frozen.includes(one)).map(({ name }) => name),
    heldOut: errorOn(heldRows, train, points),
    nTrain: split.nTrain,
    nHoldout: data.evidence.runs.length - split.nTrain,
    rows: said.map((one) => evidenceRow(data, one)),
  };
}

/** The observations of a class as rows over points of one space. */
export interface GpModel {
  readonly said: readonly Said[];
  readonly space: ArgumentSpace;
  readonly rows: readonly GpRow[];
  readonly points: readonly Point[];
  readonly live: Point;
}

/** The rows a prediction is made from, at most 1,000 (TU19, TU22). */
export function gpModel(data: ClassData, tunables: readonly Tunable[]): GpModel {
  const { recipe, seed } = data;
  const said = sampleRows(everythingSaid(data), PREDICTION_ROWS, seed);
  const sets = [...new Set(runsOf(said))].map((run) => data.sets.stepsOf(run));
  const space = argumentSpace({ recipe, tunables, sets });
  const builder = new RowBuilder(data, space);
  const rows = said.map((one) => builder.row(one));
  return { said, space, rows, points: builder.points, live: space.pointOf(recipe.steps) };
}

/** What some of a model's rows say under given values (TU21). */
export function conditionRows({ points, live }: GpModel, rows: readonly GpRow[], values: GpValues): Posterior {
  return conditionOn({ points, rows, live, values });
}

/** Inputs in order of first appearance, split so that no image is on both sides (TU15). */
export function splitInputs({ log, evidence, seed }: Pick<ClassData, "log" | "evidence" | "seed">): {
  heldOut: ReadonlySet<number>;
  nTrain: number;
} {
  const inputs = [...new Set(evidence.runs.map((run) => log.runs.input.at(run)))];
  const items = heldOutItems(inputs.length, seed);
  const heldOut = new Set(inputs.filter((_, index) => items.has(index)));
  return { heldOut, nTrain: evidence.runs.filter((run) => !heldOut.has(log.runs.input.at(run))).length };
}

function meansAt(train: Posterior, held: Posterior, at: Point): HeldOutMeans {
  const delta = held.gain(at);
  return {
    trainCurrent: train.liveScore,
    trainCandidate: train.liveScore + train.gain(at),
    holdoutCurrent: held.liveScore,
    holdoutCandidate: held.liveScore + delta,
    delta,
  };
}

/** Mean absolute error and rank correlation of held-out scores as the training part predicts them (TU25). */
function errorOn(rows: readonly GpRow[], train: Posterior, points: readonly Point[]): HeldOutError {
  const given: number[] = [];
  const predicted: number[] = [];
  for (const row of rows) {
    const point = row.kind === "score" ? points[row.point] : undefined;
    if (row.kind !== "score" || point === undefined) continue;
    given.push(row.y);
    predicted.push(train.score(point, row.rater));
  }
  if (given.length === 0) return { meanAbsolute: null, spearman: null };
  const absolute = given.reduce((sum, score, index) => sum + Math.abs(score - (predicted[index] ?? 0)), 0);
  return { meanAbsolute: absolute / given.length, spearman: spearman(predicted, given) };
}
