import type { TuneVisit } from "../../../../core/autotune/evidence/tune-visit.ts";
import { coefficientOfVariation } from "../../../../core/autotune/report/cell-spread.ts";
import { smallestUnpairedGap } from "../../../../core/autotune/strategy/confirmation/smallest-gap.ts";
import type { TuneTrial } from "../../../../core/autotune/trial.ts";
import { median } from "../../../../core/measuring/percentiles.ts";
import { formatMs, formatPercent, formatTps } from "../../../../core/units/quantities.ts";
import { type Axis, fitAxis } from "../axis.ts";
import { cellName, shortCellName } from "../cell-name.ts";
import type { ChartView } from "../chart-view.ts";
import { rateFigure } from "../rate-figure.ts";
import { trialSubject } from "../trial-subject.ts";
import { head, numberValue, type TwinTable, wordValue } from "../twin-table.ts";
import { type SampledCell, sampledCells } from "./cell-samples.ts";

/** One column of the strip: a cell's values, their median and how much they vary. */
export interface StripCell {
  trialLocalId: number;
  shortName: string;
  isKept: boolean;
  tps: number[];
  ttftMs: number[];
  tpsMedian: number;
  ttftMedianMs: number;
  /** Sample standard deviation over mean; null with one value. */
  cv: number | null;
}

export interface CellsApart extends ChartView {
  tps: Axis;
  ttft: Axis;
  cells: StripCell[];
  /** tok/s; around the kept cell's median, else around the fastest. */
  band: { low: number; high: number; text: string } | null;
}

export interface CellsApartInput {
  trials: readonly TuneTrial[];
  visits: readonly TuneVisit[];
  tieEpsilon: number;
  filter: string | null;
}

const HEADS = [
  head("cell", "cell", false),
  head("replicate", "measurement", false),
  head("tps", "tok/s"),
  head("ttft_ms", "TTFT ms"),
  head("cell_tps_median", "cell's median"),
  head("cell_cv_percent", "cell's CV"),
];

function stripOf(cell: SampledCell): StripCell {
  const tps = cell.samples.map((sample) => sample.tps);
  const ttftMs = cell.samples.map((sample) => sample.ttftMs);
  return {
    trialLocalId: cell.trialLocalId,
    shortName: shortCellName(cell.knobs),
    isKept: cell.isKept,
    tps,
    ttftMs,
    tpsMedian: median(tps) ?? Number.NaN,
    ttftMedianMs: median(ttftMs) ?? Number.NaN,
    cv: coefficientOfVariation(tps),
  };
}

const milliseconds = (value: number): string => formatMs(value).replace(" ms", "");

function twinOf(cells: readonly SampledCell[], strips: readonly StripCell[]): TwinTable {
  let index = -1;
  const rows = cells.flatMap((cell, place) =>
    cell.samples.map((sample, order) => {
      index += 1;
      const strip = strips[place];
      const cv = strip?.cv ?? null;
      const spread = cv === null ? "" : `, CV ${formatPercent(cv)}`;
      const size = cell.samples.length;
      return {
        id: `${cell.trialLocalId}:${order + 1}`,
        text: `${cellName(cell.knobs)}, ${sample.name}: ${formatTps(sample.tps)}, first token ${formatMs(sample.ttftMs)}; the cell's median is ${formatTps(strip?.tpsMedian ?? sample.tps)} of ${size}${spread}.`,
        at: { dataset: 0, index },
        subject: trialSubject(cell.trialLocalId),
        values: [
          wordValue(cellName(cell.knobs)),
          wordValue(sample.name),
          numberValue(sample.tps, rateFigure),
          numberValue(sample.ttftMs, milliseconds),
          numberValue(strip?.tpsMedian ?? null, rateFigure),
          numberValue(cv === null ? null : cv * 100, (value) => formatPercent(value / 100)),
        ],
      };
    }),
  );
  return { heads: HEADS, rows };
}

/** Root mean square of the cells' CVs: the noise of one measurement of this run. */
function pooledCv(strips: readonly StripCell[]): number | null {
  const known = strips.flatMap(({ cv }) => (cv === null ? [] : [cv]));
  return known.length === 0 ? null : Math.sqrt(known.reduce((sum, cv) => sum + cv ** 2, 0) / known.length);
}

function sentenceOf(strips: readonly StripCell[]): string {
  if (strips.length === 0) return "No cell has a measured value yet.";
  const cv = pooledCv(strips);
  const n = Math.min(...strips.map((strip) => strip.tps.length));
  const gap = cv === null || n < 2 ? null : smallestUnpairedGap(cv, n);
  const noise =
    cv === null ? "One value a cell says nothing about noise" : `Values of one cell vary by CV ${formatPercent(cv)}`;
  if (gap === null) return `${noise}, so this plan shows no gap between two cells.`;
  return `${noise}; with ${n} a cell this plan can show gaps from ${formatPercent(gap)}. Cells nearer to each other than that are not shown to differ.`;
}

function bandOf(strips: readonly StripCell[], tieEpsilon: number): CellsApart["band"] {
  const fastest = strips.toSorted((left, right) => right.tpsMedian - left.tpsMedian)[0];
  const middle = (strips.find((strip) => strip.isKept) ?? fastest)?.tpsMedian;
  if (middle === undefined) return null;
  const text = `tie band ${Number((tieEpsilon * 100).toPrecision(3))} %`;
  return { low: middle * (1 - tieEpsilon), high: middle * (1 + tieEpsilon), text };
}

/** C-07: are these cells really different. */
export function prepareCellsApart(input: CellsApartInput): CellsApart {
  const cells = sampledCells(input.trials, input.visits);
  const strips = cells.map(stripOf);
  const tps = fitAxis(strips.flatMap((strip) => strip.tps));
  const ttft = fitAxis(
    strips.flatMap((strip) => strip.ttftMs),
    4,
  );
  const grid = tps.isLog || ttft.isLog ? " Each gridline ×10 on a log axis." : "";
  return {
    question: "Are these cells really different?",
    sentence: sentenceOf(strips),
    caption: `Dots: single measurements; tick: median; above the cell its CV.${grid}${input.filter === null ? "" : ` ${input.filter}`}`,
    n: strips.reduce((sum, strip) => sum + strip.tps.length, 0),
    x: { title: "cell: kv bits · at once" },
    y: { title: "tok/s, and below it first token, ms" },
    tps,
    ttft,
    cells: strips,
    band: bandOf(strips, input.tieEpsilon),
    twin: twinOf(cells, strips),
  };
}
