import { gridLine } from "../space/grid.ts";
import type { Tunable } from "../space/tunable.ts";
import { valuesIn, withValues } from "../tune/candidate-steps.ts";
import type { ClassData } from "../tune/class-data.ts";
import { runsOf } from "../tune/gp-rows.ts";
import type { TuneProposal } from "../tune/outcome.ts";
import { conditionRows, gpModel, Z_90 } from "../tune/tune-gp.ts";

/** What the model says of one tunable with the others as live; gains against live in stars, 90 % band (C-14). */
export interface ParameterSlice {
  readonly parameter: string;
  readonly live: number;
  readonly min: number;
  readonly max: number;
  readonly points: { value: number; gain: number; lower: number; upper: number }[];
  /** The parameter's value in each run that the model was made from: the rug. */
  readonly rated: number[];
}

const POINTS = 21;

/** One slice a tunable; none under `idw`, which has no band. */
export function parameterSlices(
  data: ClassData,
  { fitted }: Pick<TuneProposal, "fitted">,
  tunables: readonly Tunable[],
): ParameterSlice[] {
  if (fitted === null) return [];
  const model = gpModel(data, tunables);
  const posterior = conditionRows(model, model.rows, fitted);
  const { steps } = data.recipe;
  const ratedSteps = [...new Set(runsOf(model.said))].map((run) => data.sets.stepsOf(run));
  return tunables.map((tunable) => {
    const [live = 0] = valuesIn(steps, [tunable]);
    const points = gridLine(tunable, POINTS).map((value) => {
      const at = model.space.pointOf(withValues(steps, [tunable], [value]));
      const gain = posterior.gain(at);
      const spread = Z_90 * posterior.spread(at);
      return { value, gain, lower: gain - spread, upper: gain + spread };
    });
    const rated = ratedSteps.flatMap((set) => valuesIn(set, [tunable]));
    return { parameter: tunable.name, live, min: tunable.min, max: tunable.max, points, rated };
  });
}
