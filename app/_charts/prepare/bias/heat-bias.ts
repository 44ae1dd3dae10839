import { formatPercent, formatTps } from "../../../../core/units/quantities.ts";
import { type Axis, fitAxis } from "../axis.ts";
import type { ChartView } from "../chart-view.ts";
import { rateFigure } from "../rate-figure.ts";
import { trialSubject } from "../trial-subject.ts";
import { head, numberValue, type TwinTable, wordValue } from "../twin-table.ts";
import { type BiasPoint, biasPoints, type HeatBiasInput } from "./bias-points.ts";

export interface HeatBias extends ChartView {
  points: BiasPoint[];
  deviation: Axis;
  /** Thermal level 0 to 3; null where the machine tells none. */
  thermal: Axis | null;
  load: Axis | null;
  /** Where a block ends, after that many points; labels "rung 1, block 1". */
  blocks: { from: number; to: number; text: string }[];
}

const THERMAL = ["nominal", "fair", "serious", "critical"] as const;

/** The thermal level in macOS' own words. */
export function thermalWord(level: number): string {
  return THERMAL[level] ?? `level ${level}`;
}

const HEADS = [
  head("order", "order"),
  head("measurement", "measurement", false),
  head("tps", "tok/s"),
  head("deviation_percent", "Δ to its cell"),
  head("thermal", "thermal, worst", false),
  head("load_average", "load, worst"),
  head("state", "state", false),
];

const signed = (percent: number): string => formatPercent(percent / 100, { isSigned: true });

function textOf(point: BiasPoint): string {
  const value =
    point.tps === null || point.deviationPercent === null
      ? "no value"
      : `${formatTps(point.tps)}, ${signed(point.deviationPercent)} from ${point.reference}`;
  const heat = point.thermal === null ? "thermal level not readable" : `thermal ${thermalWord(point.thermal)}`;
  const load = point.load === null ? "" : `, load ${point.load.toFixed(2)}`;
  return `${point.order} ${point.name}: ${value}; ${heat}${load}; ${point.state}.`;
}

function twinOf(points: readonly BiasPoint[]): TwinTable {
  return {
    heads: HEADS,
    rows: points.map((point, index) => ({
      id: point.id,
      text: textOf(point),
      at: { dataset: 0, index },
      ...(point.trialLocalId === null ? {} : { subject: trialSubject(point.trialLocalId) }),
      values: [
        wordValue(String(point.order)),
        wordValue(point.name),
        numberValue(point.tps, rateFigure),
        numberValue(point.deviationPercent, signed),
        wordValue(point.thermal === null ? "not readable" : thermalWord(point.thermal)),
        numberValue(point.load, (value) => value.toFixed(2)),
        wordValue(point.state),
      ],
    })),
  };
}

function sentinelSentence(points: readonly BiasPoint[]): string | null {
  const sentinels = points.filter((point) => point.kind === "sentinel" && point.deviationPercent !== null);
  if (sentinels.length === 0) return null;
  const shares = sentinels.map((point) => 100 + (point.deviationPercent ?? 0));
  const low = Math.min(...shares);
  const sagged = shares.filter((share) => share < 95).length;
  const range = `${(low / 100).toLocaleString("en-US", { style: "percent" })} to ${(Math.max(...shares) / 100).toLocaleString("en-US", { style: "percent" })}`;
  return `The sentinel ran at ${range.replaceAll("%", " %")} of its calibration in ${sentinels.length} visits; ${sagged} below 95 % and flagged.`;
}

function sentenceOf(points: readonly BiasPoint[]): string {
  const valued = points.flatMap((point) => (point.deviationPercent === null ? [] : [point]));
  if (valued.length === 0) return "Nothing has been measured yet.";
  const widest = valued.toSorted(
    (left, right) => Math.abs(right.deviationPercent ?? 0) - Math.abs(left.deviationPercent ?? 0),
  )[0];
  const most =
    widest === undefined
      ? ""
      : ` The widest value is ${signed(widest.deviationPercent ?? 0)} from ${widest.reference}: ${widest.name}.`;
  const sentinel = sentinelSentence(points);
  if (sentinel !== null) return `${sentinel}${most}`;
  return `Cells were measured one after the other, so order and heat cannot be told from the cells themselves.${most}`;
}

function captionOf(points: readonly BiasPoint[]): string {
  const hot = points.filter((point) => (point.thermal ?? 0) > 0).length;
  const known = points.filter((point) => point.thermal !== null).length;
  const heat =
    known === 0
      ? " This machine tells no thermal level; a gap stays a gap."
      : ` Thermal above nominal in ${hot} of ${known}; a nominal flag proves nothing, the sentinel decides.`;
  return `In the order measured; ◆ sentinel against its calibration, · values against their cell's median.${heat} Temperature and power are not recorded.`;
}

function blocksOf(points: readonly BiasPoint[]): HeatBias["blocks"] {
  const blocks: HeatBias["blocks"] = [];
  points.forEach((point, index) => {
    const last = blocks.at(-1);
    if (last !== undefined && last.text === point.block) last.to = index;
    else if (point.block !== null) blocks.push({ from: index, to: index, text: point.block });
  });
  return blocks;
}

/** C-06: did heat or order bias the result. */
export function prepareHeatBias(input: HeatBiasInput): HeatBias {
  const points = biasPoints(input);
  const deviations = points.flatMap((point) => point.deviationPercent ?? []);
  const reach = Math.max(5, ...deviations.map(Math.abs));
  const top = Math.ceil(reach / 5) * 5;
  const step = top > 20 ? Math.ceil(top / 10) * 5 : 5;
  const ticks = Array.from(
    { length: 2 * Math.floor(top / step) + 1 },
    (_, index) => (index - Math.floor(top / step)) * step,
  );
  const loads = points.flatMap((point) => point.load ?? []);
  const hasThermal = points.some((point) => point.thermal !== null);
  return {
    question: "Did heat or order bias the result?",
    sentence: sentenceOf(points),
    caption: captionOf(points),
    n: deviations.length,
    x: { title: "measurement, in order" },
    y: {
      title: `Δ to its cell's median, %${hasThermal ? "; thermal level" : ""}${loads.length > 0 ? "; load average" : ""}`,
    },
    points,
    deviation: { min: -top, max: top, isLog: false, ticks },
    thermal: hasThermal ? { min: -0.2, max: 3.2, isLog: false, ticks: [0, 1, 2, 3] } : null,
    load: loads.length > 0 ? { ...fitAxis([0, ...loads], 3), min: 0 } : null,
    blocks: blocksOf(points),
    twin: twinOf(points),
  };
}
