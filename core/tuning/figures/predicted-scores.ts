import { predictIdw } from "../idw/predict-idw.ts";
import type { Tunable } from "../space/tunable.ts";
import type { ClassData } from "../tune/class-data.ts";
import type { TuneProposal } from "../tune/outcome.ts";
import { conditionRows, type GpModel, gpModel, splitInputs } from "../tune/tune-gp.ts";
import { idwModel } from "../tune/tune-idw.ts";

/** A given score beside the one that the training part predicts, in stars (C-10). */
export interface PredictedScore {
  /** First digits of the input's hash. */
  readonly image: string;
  readonly predicted: number;
  readonly given: number;
  readonly split: "train" | "holdout";
}

const NAMED_DIGITS = 12;

/** The scores of a tune with their predictions, in its order: each row under `gp`, the mean of a run under `idw` (TU16, TU25). */
export function predictedScores(
  data: ClassData,
  { fitted }: Pick<TuneProposal, "fitted">,
  tunables: readonly Tunable[],
): PredictedScore[] {
  return fitted === null ? byDistance(data) : byModel(data, gpModel(data, tunables), fitted);
}

function imageOf({ log }: ClassData, input: number): string {
  return log.runs.inputs.textOf(input).slice(0, NAMED_DIGITS);
}

function byModel(data: ClassData, model: GpModel, values: NonNullable<TuneProposal["fitted"]>): PredictedScore[] {
  const { heldOut } = splitInputs(data);
  const train = conditionRows(
    model,
    model.rows.filter((row) => !heldOut.has(row.input)),
    values,
  );
  return model.rows.flatMap((row): PredictedScore[] => {
    const point = row.kind === "score" ? model.points[row.point] : undefined;
    if (point === undefined) return [];
    const split = heldOut.has(row.input) ? "holdout" : "train";
    return [{ image: imageOf(data, row.input), predicted: train.score(point, row.rater), given: row.y, split }];
  });
}

function byDistance(data: ClassData): PredictedScore[] {
  const { train, held, space, supports } = idwModel(data);
  const scores = (runs: typeof train, split: "train" | "holdout") =>
    runs.map(({ run, score }): PredictedScore => {
      const predicted = predictIdw(supports.train, space.pointOf(data.sets.stepsOf(run)));
      return { image: imageOf(data, data.log.runs.input.at(run)), predicted, given: score, split };
    });
  return [...scores(train, "train"), ...scores(held, "holdout")];
}
