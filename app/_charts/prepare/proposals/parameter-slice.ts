import type { Axis } from "../axis.ts";
import type { ChartView } from "../chart-view.ts";
import { head, numberValue } from "../twin-table.ts";

/** The model's answer at one value of a parameter, the others as live; gains against live in stars. */
interface SlicePoint {
  value: number;
  gain: number;
  lower: number;
  upper: number;
}

interface ParameterSliceInput {
  parameter: string;
  live: number;
  /** The proposal's value; equal to live where the proposal leaves it. */
  proposal: number;
  min: number;
  max: number;
  points: readonly SlicePoint[];
  /** The parameter's value in every rated run: the rug. */
  rated: readonly number[];
  /** In a matrix: the end of the axis that all slices share, in stars. */
  end?: number;
}

interface SliceMark extends SlicePoint {
  /** Rated runs within the stated distance. */
  nearby: number;
  /** Far from data no line is drawn. */
  isDrawn: boolean;
}

export interface ParameterSlice extends ChartView {
  x: Axis & { title: string };
  y: Axis & { title: string };
  live: number;
  proposal: number;
  marks: SliceMark[];
  rug: number[];
}

/** A line is drawn only within a tenth of the range from a rated run. */
const NEAR_SHARE = 0.1;

const HEADS = [
  head("value", "value"),
  head("gain", "predicted gain"),
  head("low", "low"),
  head("high", "high"),
  head("nearest_n", "rated runs near"),
];

const signed = (value: number): string => `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(2)}`;

function sentenceOf(parameter: string, marks: readonly SliceMark[]): string {
  const drawn = marks.filter(({ isDrawn }) => isDrawn);
  const [first, ...others] = drawn;
  if (first === undefined) return `No rated run is near any value of ${parameter}, so nothing is predicted.`;
  const best = others.reduce((most, mark) => (mark.gain > most.gain ? mark : most), first);
  return `Of the values near data, ${parameter} ${best.value} has the best prediction: ${signed(best.gain)} stars against live (${signed(best.lower)} to ${signed(best.upper)}).`;
}

/** The next tenth of a star beyond every gain and its band that is drawn. */
function gainEnd(marks: readonly SliceMark[]): number {
  const gains = marks.flatMap(({ isDrawn, lower, upper }) => (isDrawn ? [Math.abs(lower), Math.abs(upper)] : []));
  return Math.ceil(Math.max(0.1, ...gains) * 10) / 10;
}

/** Even on both sides of zero, in halves of its end. */
function gainAxis(end: number): Axis {
  return { min: -end, max: end, isLog: false, ticks: [-end, -end / 2, 0, end / 2, end] };
}

function marksOf({ min, max, points, rated }: ParameterSliceInput): SliceMark[] {
  const near = (max - min) * NEAR_SHARE;
  return points.map((point) => {
    const nearby = rated.filter((value) => Math.abs(value - point.value) <= near).length;
    return { ...point, nearby, isDrawn: nearby > 0 };
  });
}

/** C-14's matrix: every slice on one scale, so that their effects compare by eye. */
export function prepareSliceMatrix(slices: readonly ParameterSliceInput[]): ParameterSlice[] {
  const end = Math.max(0, ...slices.map((slice) => gainEnd(marksOf(slice))));
  return slices.map((slice) => prepareParameterSlice({ ...slice, end }));
}

/** C-14: what one parameter does, with the model's band, and no line far from data (TU1, TU48). */
export function prepareParameterSlice(input: ParameterSliceInput): ParameterSlice {
  const { parameter, live, proposal, min, max, rated } = input;
  const marks = marksOf(input);
  return {
    question: `What does ${parameter} do?`,
    sentence: sentenceOf(parameter, marks),
    caption:
      "Predictions with the others as live, dashed, with their 90 % band; ticks below are rated runs; no line further than a tenth of the range from one.",
    n: rated.length,
    x: { min, max, isLog: false, ticks: [min, (min + max) / 2, max], title: parameter },
    y: { ...gainAxis(input.end ?? gainEnd(marks)), title: "predicted gain against live, stars" },
    live,
    proposal,
    marks,
    rug: [...rated],
    twin: {
      heads: HEADS,
      rows: marks.map((mark, index) => {
        const known = (value: number) => (mark.isDrawn ? value : null);
        return {
          id: `${parameter}.${mark.value}`,
          text: mark.isDrawn
            ? `${parameter} ${mark.value}: predicted ${signed(mark.gain)} stars (${signed(mark.lower)} to ${signed(mark.upper)}), ${mark.nearby} rated runs near.`
            : `${parameter} ${mark.value}: no rated run near, nothing is predicted.`,
          at: mark.isDrawn ? { dataset: 0, index } : null,
          values: [
            numberValue(mark.value, String),
            numberValue(known(mark.gain), signed),
            numberValue(known(mark.lower), signed),
            numberValue(known(mark.upper), signed),
            numberValue(mark.nearby, String),
          ],
        };
      }),
    },
  };
}
