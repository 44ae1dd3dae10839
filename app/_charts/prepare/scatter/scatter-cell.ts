import { cellSpread } from "../../../../core/autotune/report/cell-spread.ts";
import type { TuneTrial } from "../../../../core/autotune/trial.ts";
import type { KnobSettings } from "../../../../core/serving/knobs.ts";
import { shortCellName } from "../cell-name.ts";

/** Shape by kv bits, the same everywhere a cell is plotted. */
export type CellShape = "circle" | "square" | "triangle";

export interface ScatterCell {
  trialLocalId: number;
  knobs: KnobSettings;
  shortName: string;
  shape: CellShape;
  /** 0 is hollow, 1 is full; by batch. */
  fill: number;
  /** ms and tok/s as the row stores them, and the measured volleys behind them. */
  ttftMs: number;
  tps: number;
  tpsMin: number;
  tpsMax: number;
  ttftMinMs: number;
  dots: { ttftMs: number; tps: number }[];
  isKept: boolean;
  /** The recipe that is applied on the machine now (B118). */
  isBaseline: boolean;
  /** What stands beside the mark. */
  labelText: string;
  replicates: number;
}

export function shapeOf(trial: TuneTrial): CellShape {
  if (trial.kvBits === 8) return "square";
  return trial.kvBits === 4 ? "triangle" : "circle";
}

/** The fill of each batch among those of the plan: smallest hollow, largest full. */
export function batchFills(axis: readonly number[]): (trial: TuneTrial) => number {
  const batches = axis.toSorted((a, b) => a - b);
  return (trial) => (batches.length < 2 ? 1 : Math.max(0, batches.indexOf(trial.maxBatch ?? 1)) / (batches.length - 1));
}

function isSameKnobs(left: KnobSettings, right: KnobSettings): boolean {
  return left.kvBits === right.kvBits && left.maxBatch === right.maxBatch && left.maxContext === right.maxContext;
}

function labelOf(trial: TuneTrial, isBaseline: boolean): string {
  return [shortCellName(trial), ...(trial.isKept ? ["kept"] : []), ...(isBaseline ? ["applied"] : [])].join(" ");
}

/** A feasible row as a mark; null when the row has no place on the axes. Without raw replicates it is its median alone. */
export function scatterCell(
  trial: TuneTrial,
  look: { fill: number; baselineKnobs: KnobSettings | null },
): ScatterCell | null {
  if (!trial.isFeasible || trial.tpsMedian === null || trial.ttftP95Ms === null) return null;
  const dots = trial.tpsMethod === null ? [] : (cellSpread(trial)?.points ?? []);
  const rates = [...dots.map((dot) => dot.tps), trial.tpsMedian];
  const knobs = { kvBits: trial.kvBits, maxBatch: trial.maxBatch, maxContext: trial.maxContext };
  const isBaseline = look.baselineKnobs !== null && isSameKnobs(look.baselineKnobs, knobs);
  return {
    trialLocalId: trial.localId,
    knobs,
    shortName: shortCellName(trial),
    shape: shapeOf(trial),
    fill: look.fill,
    ttftMs: trial.ttftP95Ms,
    tps: trial.tpsMedian,
    tpsMin: Math.min(...rates),
    tpsMax: Math.max(...rates),
    ttftMinMs: Math.min(...dots.map((dot) => dot.ttftMs), trial.ttftP95Ms),
    dots,
    isKept: trial.isKept,
    isBaseline,
    labelText: labelOf(trial, isBaseline),
    replicates: trial.replicatesN ?? dots.length,
  };
}
