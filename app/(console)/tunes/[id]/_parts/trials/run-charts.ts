import { type CellScatter, prepareCellScatter } from "../../../../../_charts/prepare/cell-scatter.ts";
import { prepareSearchPath, type SearchPath } from "../../../../../_charts/prepare/search-path.ts";
import type { TuneDetail } from "../tune-detail.ts";

/** C-03 of this run. */
export function scatterOf(detail: TuneDetail): CellScatter {
  return prepareCellScatter({
    trials: detail.trials.filter((trial) => trial.stage === 2).sort((left, right) => left.localId - right.localId),
    maxBatchAxis: detail.plan.maxBatchAxis,
    gateTtftMs: detail.plan.gateTtftMs,
    tieEpsilon: detail.plan.tpsTieEpsilon,
    targetContext: detail.plan.targetContext,
  });
}

/** C-04 of this run. */
export function pathOf(detail: TuneDetail): SearchPath {
  return prepareSearchPath({ trials: detail.trials, tieEpsilon: detail.plan.tpsTieEpsilon });
}
