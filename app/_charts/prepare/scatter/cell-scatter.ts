import type { TuneTrial } from "../../../../core/autotune/trial.ts";
import { medianLabel, p95Label } from "../../../../core/measuring/percentiles.ts";
import type { KnobSettings } from "../../../../core/serving/knobs.ts";
import { formatMs, formatTps } from "../../../../core/units/quantities.ts";
import { type Axis, fitAxis } from "../axis.ts";
import { cellName, shortCellName } from "../cell-name.ts";
import type { ChartView } from "../chart-view.ts";
import { batchFills, type CellShape, type ScatterCell, scatterCell, shapeOf } from "./scatter-cell.ts";
import { scatterTwin } from "./scatter-twin.ts";

interface RailMark {
  trialLocalId: number;
  shortName: string;
  shape: CellShape;
  fill: number;
  reason: string;
}

export interface CellScatter extends ChartView {
  x: Axis & { title: string };
  y: Axis & { title: string };
  cells: ScatterCell[];
  rail: RailMark[];
  /** ms; `isInside` false when the gate lies beyond the axis and is named at its edge instead. */
  gate: { ttftMs: number; isInside: boolean; text: string };
  band: { low: number; high: number; text: string } | null;
}

/** The applied recipe as this run measured it; its knobs may be those of a cell (B118). */
export interface ScatterBaseline {
  knobs: KnobSettings;
  tpsMedian: number | null;
  ttftP95Ms: number | null;
}

export interface CellScatterInput {
  /** The stage 2 rows in cell order. */
  trials: readonly TuneTrial[];
  maxBatchAxis: readonly number[];
  gateTtftMs: number;
  tieEpsilon: number;
  targetContext: number;
  /** Null when nothing was applied, or another model. */
  baseline: ScatterBaseline | null;
  /** What narrowed the rows, as the caption says it; null for all of them (H-13). */
  filter: string | null;
}

function sentenceOf(cells: readonly ScatterCell[], failed: number, isFiltered: boolean): string {
  const kept = cells.find((cell) => cell.isKept);
  const count = `${cells.length} ${cells.length === 1 ? "cell" : "cells"} measured${failed > 0 ? `, ${failed} infeasible` : ""}.`;
  if (cells.length === 0)
    return failed > 0 ? `No cell is feasible; ${failed} failed.` : "No cell has been measured yet.";
  if (!kept)
    return `${isFiltered ? "The kept cell, if there is one, is not among these." : "No cell is kept yet."} ${count}`;
  const first = `first token ${formatMs(kept.ttftMs)}, ${p95Label(kept.replicates)}`;
  return `${cellName(kept.knobs)} is kept: ${formatTps(kept.tps)}, ${medianLabel(kept.replicates)}; ${first}. ${count}`;
}

function railOf(input: CellScatterInput, cells: readonly ScatterCell[]): RailMark[] {
  const fillOf = batchFills(input.maxBatchAxis);
  const plotted = new Set(cells.map((cell) => cell.trialLocalId));
  return input.trials
    .filter((trial) => !plotted.has(trial.localId))
    .map((trial) => ({
      trialLocalId: trial.localId,
      shortName: shortCellName(trial),
      shape: shapeOf(trial),
      fill: fillOf(trial),
      reason: trial.notes ?? "no reason stored",
    }));
}

const MARKS = "○ kv unset, □ 8, △ 4; filled: more at once; dots: single measurements, whiskers: their range.";

/** The tie band: around the applied recipe where it was measured, else around the kept cell. */
function bandOf({ baseline, tieEpsilon }: CellScatterInput, cells: readonly ScatterCell[]): CellScatter["band"] {
  const applied = baseline?.tpsMedian ?? null;
  const middle = applied ?? cells.find((cell) => cell.isKept)?.tps ?? null;
  if (middle === null) return null;
  const percent = Number((tieEpsilon * 100).toPrecision(3));
  const text = applied === null ? `tie band ${percent} %` : `applied recipe ± ${percent} %`;
  return { low: middle * (1 - tieEpsilon), high: middle * (1 + tieEpsilon), text };
}

/** C-03: which knob cell is fast without hurting the first token. */
export function prepareCellScatter(input: CellScatterInput): CellScatter {
  const fillOf = batchFills(input.maxBatchAxis);
  const baselineKnobs = input.baseline?.knobs ?? null;
  const cells = input.trials.flatMap((trial) => scatterCell(trial, { fill: fillOf(trial), baselineKnobs }) ?? []);
  const rail = railOf(input, cells);
  const firstTokens = cells.flatMap((cell) => [cell.ttftMs, ...cell.dots.map((dot) => dot.ttftMs)]);
  const rates = cells.flatMap((cell) => [cell.tpsMin, cell.tpsMax]);
  const isGateNear = firstTokens.length > 0 && input.gateTtftMs <= 2 * Math.max(...firstTokens);
  const replicates = Math.max(0, ...cells.map((cell) => cell.replicates));
  const x = fitAxis(isGateNear ? [...firstTokens, input.gateTtftMs] : firstTokens, 5);
  const y = fitAxis(rates, 6);
  const grid = x.isLog || y.isLog ? " Each gridline ×10 on a log axis." : "";
  return {
    question: "Which knob cell is fast without hurting the first token?",
    sentence: sentenceOf(cells, rail.length, input.filter !== null),
    caption: `Context ${input.targetContext.toLocaleString("en-US")}; ${MARKS}${input.baseline === null ? "" : " Dashed ring: the applied recipe."}${grid}${input.filter === null ? "" : ` ${input.filter}`}`,
    n: cells.reduce((sum, cell) => sum + cell.dots.length, 0),
    x: { ...x, title: `first token, ms (${p95Label(replicates)})` },
    y: { ...y, title: `tok/s (${medianLabel(replicates)})` },
    cells,
    rail,
    gate: { ttftMs: input.gateTtftMs, isInside: isGateNear, text: `gate ${formatMs(input.gateTtftMs)}` },
    band: bandOf(input, cells),
    twin: scatterTwin(input, cells),
  };
}
