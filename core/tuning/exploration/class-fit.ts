import { shapeOf } from "../evidence/argument-sets.ts";
import { type GpValues, similarity } from "../gp/covariance.ts";
import { fitValues } from "../gp/fit.ts";
import type { Posterior } from "../gp/posterior.ts";
import { sampleRows } from "../gp/sample-rows.ts";
import { voteStrengths } from "../queue/vote-strengths.ts";
import type { Tunable } from "../space/tunable.ts";
import { valuesIn, withValues } from "../tune/candidate-steps.ts";
import type { ClassData } from "../tune/class-data.ts";
import { LEAST_RATED_RUNS } from "../tune/tune-class.ts";
import { conditionRows, FIT_ROWS, type GpModel, gpModel } from "../tune/tune-gp.ts";
import type { ClassFit } from "./fit-shape.ts";
import { type ExploringFit, mostPromising } from "./most-promising.ts";

/** Each costs one pass over all rows; a queue has fewer sets than this. */
const MOST_SPREADS = 1_000;

/** The fit of a class; null before a first one, while a tune has too little to learn from (TU9). `fitted` are the values of the class's tune, found anew where it has none (TU22). */
export function classFit(data: ClassData, tunables: readonly Tunable[], fitted: GpValues | null): ClassFit | null {
  const { evidence, recipe, seed } = data;
  if (tunables.length === 0 || evidence.runs.length < LEAST_RATED_RUNS || evidence.argumentSets < 2) return null;
  const model = gpModel(data, tunables);
  const values = fitted ?? fitValues(model.points, sampleRows(model.rows, FIT_ROWS, seed));
  const posterior = conditionRows(model, model.rows, values);
  const live = valuesIn(recipe.steps, tunables);
  const best = mostPromising({ tunables, live }, exploringFit({ data, model, posterior, values }, tunables));
  return {
    baseSha: recipe.sha,
    values,
    rows: model.rows.length,
    promising:
      best === null
        ? null
        : {
            values: Object.fromEntries(tunables.map(({ name }, at) => [name, best.values[at] ?? 0])),
            gain: best.gain,
            spread: best.spread,
            worth: best.worth,
          },
    spreads: setSpreads(data, model, posterior),
    strengths: voteStrengths(data),
  };
}

interface Fitted {
  readonly data: ClassData;
  readonly model: GpModel;
  readonly posterior: Posterior;
  readonly values: GpValues;
}

function exploringFit({ data, model, posterior, values }: Fitted, tunables: readonly Tunable[]): ExploringFit {
  const pointAt = (at: readonly number[]) => model.space.pointOf(withValues(data.recipe.steps, tunables, at));
  const { s, l } = values;
  return {
    gain: (at) => posterior.gain(pointAt(at)),
    spread: (at) => posterior.spread(pointAt(at)),
    mostSpread: (at) => s * Math.sqrt(2 - 2 * similarity(pointAt(at), model.live, l)),
  };
}

/** Rated or not: what waits for a rating is among them. Sets that no tune compares with live have none (TU8). */
function setSpreads({ log, sets, recipe }: ClassData, model: GpModel, posterior: Posterior): ClassFit["spreads"] {
  const { runs } = log;
  const shape = shapeOf(recipe.steps);
  const label = runs.classes.find(recipe.class);
  const found = new Map<string, number>();
  for (let run = runs.length - 1; run >= 0 && found.size < MOST_SPREADS; run -= 1) {
    if (runs.class.at(run) !== label || !runs.isWanted(run) || runs.isReplay.at(run) === 1) continue;
    const { sha, shape: own, isMismatch } = sets.of(run);
    if (isMismatch || own !== shape || found.has(sha)) continue;
    found.set(sha, posterior.spread(model.space.pointOf(sets.stepsOf(run))));
  }
  return [...found].map(([recipeSha, spread]) => ({ recipeSha, spread }));
}
