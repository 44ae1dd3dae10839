import { type HeatBias, prepareHeatBias } from "../../../../_charts/prepare/bias/heat-bias.ts";
import { type CellsApart, prepareCellsApart } from "../../../../_charts/prepare/cells/cells-apart.ts";
import type { CellPick } from "../../../../_charts/prepare/knobs/cell-pick.ts";
import { type KnobLines, prepareKnobLines } from "../../../../_charts/prepare/knobs/knob-lines.ts";
import { type MemoryFit, prepareMemoryFit } from "../../../../_charts/prepare/memory/memory-fit.ts";
import {
  type CellScatter,
  prepareCellScatter,
  type ScatterBaseline,
} from "../../../../_charts/prepare/scatter/cell-scatter.ts";
import { prepareSearchPath, type SearchPath } from "../../../../_charts/prepare/search-path.ts";
import { prepareTimeSpent, type TimeSpent } from "../../../../_charts/prepare/time/time-spent.ts";
import { treeOfTune } from "./story/tree-of-tune.ts";
import type { TuneDetail, TuneProgressAnswer } from "./tune-detail.ts";

/** The applied recipe where this run measured it and its verdict is about the same model (B118). */
function baselineOf({ recommendation }: TuneDetail): ScatterBaseline | null {
  const baseline = recommendation?.baseline;
  if (baseline === undefined || baseline.verdict === "not_comparable" || baseline.verdict === "not_measured")
    return null;
  const { kv_bits, max_concurrency_override, max_context_override } = baseline.knobs;
  return {
    knobs: { kvBits: kv_bits, maxBatch: max_concurrency_override, maxContext: max_context_override },
    tpsMedian: baseline.tps_median,
    ttftP95Ms: baseline.ttft_p95_ms,
  };
}

/** C-01 of this run. */
export function memoryOf(detail: TuneDetail, progress: TuneProgressAnswer["progress"], isLive: boolean): MemoryFit {
  return prepareMemoryFit({ tree: treeOfTune(detail, { isLive, progress }), ramGb: detail.machine.ramGb });
}

/** C-03 of this run. */
export function scatterOf(detail: TuneDetail, filter: string | null = null): CellScatter {
  return prepareCellScatter({
    trials: detail.trials.filter((trial) => trial.stage === 2).sort((left, right) => left.localId - right.localId),
    maxBatchAxis: detail.plan.maxBatchAxis,
    gateTtftMs: detail.plan.gateTtftMs,
    tieEpsilon: detail.plan.tpsTieEpsilon,
    targetContext: detail.plan.targetContext,
    baseline: baselineOf(detail),
    filter,
  });
}

/** C-04 of this run. */
export function pathOf(detail: TuneDetail): SearchPath {
  return prepareSearchPath({ trials: detail.trials, tieEpsilon: detail.plan.tpsTieEpsilon });
}

/** C-05 of this run. */
export function timeOf({ summary, plan, trials, visits }: TuneDetail): TimeSpent {
  const { startedAt, endedAt } = summary;
  return prepareTimeSpent({ startedAt, endedAt, budgetS: plan.maxDurationS, trials, visits });
}

/** C-07 of this run. */
export function apartOf({ trials, visits, plan }: TuneDetail, filter: string | null = null): CellsApart {
  return prepareCellsApart({ trials, visits, tieEpsilon: plan.tpsTieEpsilon, filter });
}

/** C-06 of this run. */
export function biasOf({ trials, visits }: TuneDetail): HeatBias {
  return prepareHeatBias({ trials, visits });
}

/** C-21 of this run; all cells, those that are not picked dimmed. */
export function linesOf({ trials }: TuneDetail, pick: CellPick): KnobLines {
  return prepareKnobLines({ trials: trials.filter((trial) => trial.stage === 2), pick });
}
