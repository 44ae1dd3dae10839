import type { TuneTrial } from "../../../../core/autotune/trial.ts";
import { medianLabel, p95Label } from "../../../../core/measuring/percentiles.ts";
import { formatMs, formatTps } from "../../../../core/units/quantities.ts";
import { cellName } from "../cell-name.ts";
import { rateFigure } from "../rate-figure.ts";
import { trialSubject } from "../trial-subject.ts";
import { head, knobValue, numberValue, type TwinTable, wordValue } from "../twin-table.ts";
import type { ScatterCell } from "./scatter-cell.ts";

const HEADS = [
  head("cell", "cell"),
  head("kv_bits", "kv"),
  head("max_batch", "batch"),
  head("max_context", "context"),
  head("tps_median", "tok/s median"),
  head("tps_min", "min"),
  head("tps_max", "max"),
  head("ttft_p95_ms", "TTFT ms"),
  head("replicates", "n"),
  head("feasible", "feasible", false),
  head("kept", "kept", false),
];

const milliseconds = (value: number): string => formatMs(value).replace(" ms", "");

function textOf(trial: TuneTrial, cell: ScatterCell | undefined, gateTtftMs: number): string {
  if (cell === undefined) return `${cellName(trial)}: infeasible, ${trial.notes ?? "no reason stored"}.`;
  const spread = `${rateFigure(cell.tpsMin)} to ${rateFigure(cell.tpsMax)}`;
  const rate = `${formatTps(cell.tps)}, ${medianLabel(cell.replicates)} (${spread})`;
  const first = `first token ${formatMs(cell.ttftMs)}, ${p95Label(cell.replicates)}, ${formatMs(gateTtftMs - cell.ttftMs)} under the gate`;
  return `${cellName(trial)}${cell.isKept ? ", kept" : ""}${cell.isBaseline ? ", the applied recipe" : ""}: ${rate}; ${first}.`;
}

/** C-03's rows under console.md's columns, in cell order. */
export function scatterTwin(
  input: { trials: readonly TuneTrial[]; gateTtftMs: number },
  cells: readonly ScatterCell[],
): TwinTable {
  const rows = input.trials.map((trial, index) => {
    const place = cells.findIndex((cell) => cell.trialLocalId === trial.localId);
    const cell = cells[place];
    return {
      id: String(trial.localId),
      text: textOf(trial, cell, input.gateTtftMs),
      at: cell === undefined ? null : { dataset: 0, index: place },
      subject: trialSubject(trial.localId),
      values: [
        wordValue(String(index + 1)),
        knobValue(trial.kvBits),
        knobValue(trial.maxBatch),
        knobValue(trial.maxContext),
        numberValue(trial.tpsMedian, rateFigure),
        numberValue(cell?.tpsMin ?? null, rateFigure),
        numberValue(cell?.tpsMax ?? null, rateFigure),
        numberValue(trial.ttftP95Ms, milliseconds),
        numberValue(trial.replicatesN, String),
        wordValue(trial.isFeasible ? "yes" : "no"),
        wordValue(trial.isKept ? "kept" : ""),
      ],
    };
  });
  return { heads: HEADS, rows };
}
