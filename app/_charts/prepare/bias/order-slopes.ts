import type { TuneTrial } from "../../../../core/autotune/trial.ts";
import { medianLabel } from "../../../../core/measuring/percentiles.ts";
import { formatTps } from "../../../../core/units/quantities.ts";
import { type Axis, fitAxis } from "../axis.ts";
import { cellName, shortCellName } from "../cell-name.ts";
import type { ChartView } from "../chart-view.ts";
import { rateFigure } from "../rate-figure.ts";
import { head, numberValue, type TwinTable, wordValue } from "../twin-table.ts";

/** One cell in both orders; null where it is infeasible there. */
export interface OrderSlope {
  rowId: string;
  shortName: string;
  forwardTps: number | null;
  reverseTps: number | null;
  isKeptForward: boolean;
  isKeptReverse: boolean;
}

export interface OrderSlopes extends ChartView {
  tps: Axis;
  slopes: OrderSlope[];
}

interface Side {
  label: string;
  trials: readonly TuneTrial[];
}

export interface OrderSlopesInput {
  forward: Side;
  reverse: Side;
}

const HEADS = [
  head("cell", "cell", false),
  head("forward_tps", "forward tok/s"),
  head("reverse_tps", "reverse tok/s"),
  head("replicates", "n each"),
  head("kept", "kept", false),
];

const cellsOf = ({ trials }: Side): TuneTrial[] => trials.filter(({ stage }) => stage === 2);

function isSameCell(left: TuneTrial, right: TuneTrial): boolean {
  return left.kvBits === right.kvBits && left.maxBatch === right.maxBatch && left.maxContext === right.maxContext;
}

function keptWords({ isKeptForward, isKeptReverse }: OrderSlope): string {
  if (isKeptForward && isKeptReverse) return "in both orders";
  return isKeptForward ? "forward" : isKeptReverse ? "reverse" : "";
}

function twinOf(slopes: readonly OrderSlope[], cells: readonly TuneTrial[]): TwinTable {
  return {
    heads: HEADS,
    rows: slopes.map((slope, index) => {
      const cell = cells[index];
      const name = cell === undefined ? slope.shortName : cellName(cell);
      const figure = (tps: number | null) => (tps === null ? "infeasible" : formatTps(tps));
      const kept = keptWords(slope);
      return {
        id: slope.rowId,
        text: `${name}: forward ${figure(slope.forwardTps)}, reverse ${figure(slope.reverseTps)}, ${medianLabel(cell?.replicatesN ?? 0)} each${kept === "" ? "" : `; kept ${kept}`}.`,
        at: null,
        values: [
          wordValue(name),
          numberValue(slope.forwardTps, rateFigure),
          numberValue(slope.reverseTps, rateFigure),
          numberValue(cell?.replicatesN ?? null, String),
          wordValue(kept),
        ],
      };
    }),
  };
}

function sentenceOf({ forward, reverse }: OrderSlopesInput): string {
  const [left, right] = [forward, reverse].map((side) => cellsOf(side).find(({ isKept }) => isKept));
  if (left === undefined || right === undefined)
    return `${forward.label} and ${reverse.label} did not both keep a cell.`;
  return isSameCell(left, right)
    ? `${forward.label} forward and ${reverse.label} reverse both kept ${cellName(left)}.`
    : `The order decided: ${forward.label} forward kept ${cellName(left)}, ${reverse.label} reverse kept ${cellName(right)}.`;
}

/** C-06, order check (M28): each cell forward and reverse, joined. Both runs are of one machine, model and plan. */
export function prepareOrderSlopes(input: OrderSlopesInput): OrderSlopes {
  const cells = cellsOf(input.forward);
  const others = cellsOf(input.reverse);
  const slopes = cells.map((cell): OrderSlope => {
    const other = others.find((candidate) => isSameCell(candidate, cell));
    return {
      rowId: `order-${cell.localId}`,
      shortName: shortCellName(cell),
      forwardTps: cell.tpsMedian,
      reverseTps: other?.tpsMedian ?? null,
      isKeptForward: cell.isKept,
      isKeptReverse: other?.isKept ?? false,
    };
  });
  const most = Math.max(0, ...cells.map(({ replicatesN }) => replicatesN ?? 0));
  return {
    question: "Does the order of cells change the result?",
    sentence: sentenceOf(input),
    caption:
      "A line is a cell, measured forward and in reverse; a winner that differs in more than 0.05 of ten pairs speaks for blocked-halving.",
    n: [...cells, ...others].reduce(
      (sum, { isFeasible, replicatesN }) => sum + (isFeasible ? (replicatesN ?? 0) : 0),
      0,
    ),
    x: { title: "cell order" },
    y: { title: `tok/s (${medianLabel(most)})` },
    tps: fitAxis(
      slopes.flatMap(({ forwardTps, reverseTps }) => [forwardTps ?? [], reverseTps ?? []].flat()),
      5,
    ),
    slopes,
    twin: twinOf(slopes, cells),
  };
}
