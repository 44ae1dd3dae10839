import { cellSpread } from "../report/cell-spread.ts";
import { type QuestionRun, type Stratum, stratumOf, unflagged } from "./question-run.ts";

/** The decode rates of one feasible cell's replicates, tokens per second. */
export interface CellRates {
  readonly stratum: Stratum;
  readonly rates: readonly number[];
}

/** The cells of `grid` runs with two replicates or more; other strategies spread a cell's values over time. */
export function cellRatesOf(runs: readonly QuestionRun[]): CellRates[] {
  return runs.flatMap((run) =>
    unflagged(run.trials).flatMap((trial) => {
      if (run.strategy === "blocked-halving" || trial.stage !== 2 || !trial.isFeasible) return [];
      const rates = cellSpread(trial)?.points.map(({ tps }) => tps) ?? [];
      return rates.length < 2 ? [] : [{ stratum: stratumOf(run, trial.model, trial.tpsMethod), rates }];
    }),
  );
}
