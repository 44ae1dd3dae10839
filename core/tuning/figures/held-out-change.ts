import type { GpValues } from "../gp/covariance.ts";
import { START_VALUES } from "../gp/fit.ts";
import type { Tunable } from "../space/tunable.ts";
import type { ClassData } from "../tune/class-data.ts";
import { conditionRows, gpModel, splitInputs } from "../tune/tune-gp.ts";

/** How far held-out scores are from their prediction, in stars (TU31). */
export interface HeldOutChange {
  /** Held-out scores. */
  readonly n: number;
  readonly error: number;
  /** The same scores predicted from what was known at the earlier line; null when nothing was. */
  readonly before: number | null;
}

interface Asked {
  /** Of the class's proposal; without one the values that a fit starts from (TU22). */
  readonly fitted: GpValues | null;
  /** The last line of the log that was known before; null asks for no comparison. */
  readonly knownLine: number | null;
}

/** The mean error on held-out scores now and from what was known earlier, so that only the ratings in between move it. Null without held-out scores. */
export function heldOutChange(
  data: ClassData,
  tunables: readonly Tunable[],
  { fitted, knownLine }: Asked,
): HeldOutChange | null {
  const model = gpModel(data, tunables);
  const { heldOut } = splitInputs(data);
  const scores = model.rows.flatMap((row) => {
    const point = row.kind === "score" && heldOut.has(row.input) ? model.points[row.point] : undefined;
    return point === undefined ? [] : [{ point, rater: row.rater, given: row.y }];
  });
  if (scores.length === 0) return null;
  const errorFrom = (lastLine: number): number | null => {
    const rows = model.rows.filter((row, i) => !heldOut.has(row.input) && (model.said[i]?.line ?? 0) <= lastLine);
    if (rows.length === 0) return null;
    const train = conditionRows(model, rows, fitted ?? START_VALUES);
    return scores.reduce((sum, s) => sum + Math.abs(train.score(s.point, s.rater) - s.given), 0) / scores.length;
  };
  const error = errorFrom(Number.POSITIVE_INFINITY);
  if (error === null) return null;
  return { n: scores.length, error, before: knownLine === null ? null : errorFrom(knownLine) };
}
