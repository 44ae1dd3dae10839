import type { TuneTrial } from "../../../../core/autotune/trial.ts";
import { median, medianLabel, p95Label } from "../../../../core/measuring/percentiles.ts";
import { modelLabel } from "../../../../core/serving/model-id.ts";
import { formatKnob } from "../../../../core/units/knobs.ts";
import { formatMs, formatTps } from "../../../../core/units/quantities.ts";
import { fitAxis } from "../axis.ts";
import { cellName } from "../cell-name.ts";
import type { ChartView } from "../chart-view.ts";
import { rateFigure } from "../rate-figure.ts";
import { trialSubject } from "../trial-subject.ts";
import { head, knobValue, numberValue, type TwinTable, wordValue } from "../twin-table.ts";
import { type CellPick, pickCells, pickWords } from "./cell-pick.ts";

type KnobAxisKey = "model" | "kvBits" | "maxBatch" | "maxContext" | "tps" | "ttftMs";

/** One upright axis: places from 0 at the foot to 1 at the head. */
export interface KnobAxis {
  key: KnobAxisKey;
  title: string;
  ticks: { place: number; text: string }[];
  /** Of a figure's axis: what place 0 and place 1 are; null for an axis of values. */
  span: { low: number; high: number } | null;
  /** Of an axis of values: the value at each tick. */
  values: readonly (number | null)[];
}

/** A cell's way through the axes; null where it has no figure. */
export interface KnobLine {
  rowId: string;
  places: (number | null)[];
  isPicked: boolean;
  isKept: boolean;
}

export interface KnobLines extends ChartView {
  axes: KnobAxis[];
  lines: KnobLine[];
}

interface KnobLinesInput {
  /** The stage 2 rows in cell order. */
  trials: readonly TuneTrial[];
  pick: CellPick;
}

const HEADS = [
  head("cell", "cell"),
  head("model", "model", false),
  head("kv_bits", "kv"),
  head("max_batch", "batch"),
  head("max_context", "context"),
  head("tps_median", "tok/s median"),
  head("ttft_p95_ms", "TTFT ms"),
  head("replicates", "n"),
  head("feasible", "feasible", false),
  head("kept", "kept", false),
];

function distinct(values: readonly (number | null)[]): (number | null)[] {
  return [...new Set(values)].sort(
    (left, right) => (left ?? Number.POSITIVE_INFINITY) - (right ?? Number.POSITIVE_INFINITY),
  );
}

const placeOf = (index: number, count: number): number => (count < 2 ? 0.5 : index / (count - 1));

function valueAxis(key: KnobAxisKey, title: string, given: readonly (number | null)[]): KnobAxis {
  const values = distinct(given);
  const ticks = values.map((value, index) => ({
    place: placeOf(index, values.length),
    text: value === null ? "unset" : value.toLocaleString("en-US"),
  }));
  return { key, title, ticks, span: null, values };
}

function figureAxis(key: KnobAxisKey, title: string, given: readonly (number | null)[]): KnobAxis {
  const axis = fitAxis(
    given.flatMap((value) => value ?? []),
    5,
  );
  const linear = { low: axis.min, high: axis.max };
  const ticks = axis.ticks.map((value) => ({
    place: (value - linear.low) / (linear.high - linear.low),
    text: value.toLocaleString("en-US", { maximumFractionDigits: 2 }),
  }));
  return { key, title, ticks, span: linear, values: [] };
}

function axesOf(trials: readonly TuneTrial[]): KnobAxis[] {
  const models = [...new Set(trials.map((trial) => modelLabel(trial.model)))];
  const model: KnobAxis = {
    key: "model",
    title: "model",
    ticks: models.map((text, index) => ({ place: placeOf(index, models.length), text })),
    span: null,
    values: [],
  };
  return [
    model,
    valueAxis(
      "kvBits",
      "kv bits",
      trials.map((trial) => trial.kvBits),
    ),
    valueAxis(
      "maxBatch",
      "batch",
      trials.map((trial) => trial.maxBatch),
    ),
    valueAxis(
      "maxContext",
      "context",
      trials.map((trial) => trial.maxContext),
    ),
    figureAxis(
      "tps",
      "tok/s",
      trials.map((trial) => trial.tpsMedian),
    ),
    figureAxis(
      "ttftMs",
      "TTFT ms",
      trials.map((trial) => trial.ttftP95Ms),
    ),
  ];
}

function placeOn(axis: KnobAxis, trial: TuneTrial): number | null {
  if (axis.key === "model") return axis.ticks.find(({ text }) => text === modelLabel(trial.model))?.place ?? null;
  if (axis.span !== null) {
    const value = axis.key === "tps" ? trial.tpsMedian : trial.ttftP95Ms;
    return value === null ? null : (value - axis.span.low) / (axis.span.high - axis.span.low);
  }
  const value = axis.key === "kvBits" ? trial.kvBits : axis.key === "maxBatch" ? trial.maxBatch : trial.maxContext;
  return axis.ticks[axis.values.indexOf(value)]?.place ?? null;
}

function textOf(trial: TuneTrial): string {
  const name = `${cellName(trial)}, context ${trial.maxContext?.toLocaleString("en-US") ?? "unset"}`;
  if (trial.tpsMedian === null || trial.ttftP95Ms === null) return `${name}: ${trial.notes ?? "not measured"}.`;
  const n = trial.replicatesN ?? 0;
  return `${name}${trial.isKept ? ", kept" : ""}: ${formatTps(trial.tpsMedian)}, ${medianLabel(n)}; first token ${formatMs(trial.ttftP95Ms)}, ${p95Label(n)}.`;
}

function twinOf(trials: readonly TuneTrial[]): TwinTable {
  return {
    heads: HEADS,
    rows: trials.map((trial) => ({
      id: String(trial.localId),
      text: textOf(trial),
      at: null,
      subject: trialSubject(trial.localId),
      values: [
        wordValue(String(trial.localId)),
        wordValue(modelLabel(trial.model)),
        knobValue(trial.kvBits),
        knobValue(trial.maxBatch),
        knobValue(trial.maxContext),
        numberValue(trial.tpsMedian, rateFigure),
        numberValue(trial.ttftP95Ms, (value) => formatMs(value).replace(" ms", "")),
        numberValue(trial.replicatesN, String),
        wordValue(trial.isFeasible ? "yes" : "no"),
        wordValue(trial.isKept ? "kept" : ""),
      ],
    })),
  };
}

interface KnobEffect {
  name: string;
  /** Fastest value first: its cells and the median of their rates. */
  values: { text: string; tps: number; cells: number }[];
}

/** The feasible cells by the value of one knob; null where fewer than two values are feasible. */
function effectOf(name: string, trials: readonly TuneTrial[], read: (trial: TuneTrial) => number | null): KnobEffect[] {
  const groups = Map.groupBy(
    trials.filter((trial) => trial.isFeasible && trial.tpsMedian !== null),
    read,
  );
  const values = [...groups].map(([value, rows]) => ({
    text: formatKnob(value),
    tps: median(rows.flatMap(({ tpsMedian }) => tpsMedian ?? [])) ?? 0,
    cells: rows.length,
  }));
  return values.length < 2 ? [] : [{ name, values: values.sort((left, right) => right.tps - left.tps) }];
}

function spreadOf({ values }: KnobEffect): number {
  return (values[0]?.tps ?? 0) / Math.max(Number.EPSILON, values.at(-1)?.tps ?? 0);
}

function sentenceOf(trials: readonly TuneTrial[]): string {
  const effects = [
    ...effectOf("kv_bits", trials, (trial) => trial.kvBits),
    ...effectOf("max_batch", trials, (trial) => trial.maxBatch),
    ...effectOf("max_context", trials, (trial) => trial.maxContext),
  ].sort((left, right) => spreadOf(right) - spreadOf(left));
  const [widest, ...others] = effects;
  if (widest === undefined) return "Fewer than two values of a knob are feasible, so none can be told from another.";
  const values = widest.values.map(
    ({ text, tps, cells }) => `${formatTps(tps)} at ${text} (${cells} ${cells === 1 ? "cell" : "cells"})`,
  );
  const rest = others.length === 0 ? "" : `, then along ${others.map(({ name }) => name).join(" and ")}`;
  return `Speed moves most along ${widest.name}: ${values.join(", ")}${rest}. Medians of cells, no verdict.`;
}

/** C-21: which knobs matter. Cells of one run share engine, model and method, so their lines may share the axes (H-54). */
export function prepareKnobLines({ trials, pick }: KnobLinesInput): KnobLines {
  const picked = pickCells(trials, pick);
  const axes = axesOf(trials);
  const filter = pickWords(pick, { shown: picked.length, total: trials.length });
  return {
    question: "Which knobs matter?",
    sentence: sentenceOf(picked),
    caption: `A line is a cell; a line that ends has no figure. Drag along an axis or type a range: it filters charts, table and address.${filter === null ? "" : ` ${filter}`}`,
    n: picked.reduce((sum, trial) => sum + (trial.isFeasible ? (trial.replicatesN ?? 0) : 0), 0),
    x: { title: "knobs, then what was measured" },
    y: { title: "" },
    axes,
    lines: trials.map((trial) => ({
      rowId: String(trial.localId),
      places: axes.map((axis) => placeOn(axis, trial)),
      isPicked: picked.includes(trial),
      isKept: trial.isKept,
    })),
    twin: twinOf(picked),
  };
}

/** What a stretch of an axis picks, places from 0 to 1. */
export function brushPick(pick: CellPick, axis: KnobAxis, stretch: { from: number; to: number }): CellPick {
  const [low, high] = [Math.min(stretch.from, stretch.to), Math.max(stretch.from, stretch.to)];
  if (axis.key === "model") return pick;
  if (axis.span !== null) {
    const { low: foot, high: top } = axis.span;
    const round = (place: number) => Number((foot + place * (top - foot)).toPrecision(3));
    return { ...pick, [axis.key]: { low: round(low), high: round(high) } };
  }
  const values = axis.values.filter((_, index) => {
    const place = axis.ticks[index]?.place ?? -1;
    return place >= low && place <= high;
  });
  return { ...pick, [axis.key]: values.length === 0 || values.length === axis.values.length ? null : values };
}
