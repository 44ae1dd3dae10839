import { lineShape, type Shape, type ShapeGroup } from "../../_tree/drawing/shapes.ts";
import type { ShapePicture } from "../frame/drawing.ts";
import type { OrderSlope, OrderSlopes } from "../prepare/bias/order-slopes.ts";

const TOP = 26;
const HEIGHT = 220;
const MOST_WIDTH = 560;

interface Frame {
  left: number;
  right: number;
  y: (tps: number) => number;
}

function frameOf({ tps }: OrderSlopes, width: number): Frame {
  const end = Math.min(width, MOST_WIDTH);
  return {
    left: 96,
    right: end - 96,
    y: (value) => TOP + HEIGHT * (1 - (value - tps.min) / (tps.max - tps.min)),
  };
}

function groundGroup(view: OrderSlopes, frame: Frame): ShapeGroup {
  const { left, right } = frame;
  const posts = [left, right].map((x) => lineShape([x, TOP], [x, TOP + HEIGHT], { stroke: "edge", strokeWidth: 1 }));
  const names: Shape[] = [
    { kind: "text", x: left, y: 14, text: "forward", role: "label", anchor: "middle" },
    { kind: "text", x: right, y: 14, text: "reverse", role: "label", anchor: "middle" },
  ];
  const ticks = view.tps.ticks.flatMap((tick): Shape[] => [
    lineShape([left, frame.y(tick)], [right, frame.y(tick)], { stroke: "line", strokeWidth: 0.6 }),
    { kind: "text", x: 0, y: frame.y(tick) + 4, text: tick.toLocaleString("en-US"), role: "quiet", anchor: "start" },
  ]);
  return { key: "ground", motion: "none", shapes: [...ticks, ...posts, ...names] };
}

function endShapes(slope: OrderSlope, frame: Frame, side: "forward" | "reverse"): Shape[] {
  const tps = side === "forward" ? slope.forwardTps : slope.reverseTps;
  if (tps === null) return [];
  const isKept = side === "forward" ? slope.isKeptForward : slope.isKeptReverse;
  const [x, y] = [side === "forward" ? frame.left : frame.right, frame.y(tps)];
  const tone = isKept ? ("leaf" as const) : ("ink-2" as const);
  const text = isKept ? `★ ${slope.shortName}` : slope.shortName;
  const look = isKept ? ("strong" as const) : ("quiet" as const);
  return [
    { kind: "circle", cx: x, cy: y, r: isKept ? 4.5 : 3.5, fill: tone },
    side === "forward"
      ? { kind: "text", x: x - 10, y: y + 4, text, role: look, anchor: "end", hasHalo: true }
      : { kind: "text", x: x + 10, y: y + 4, text, role: look, anchor: "start", hasHalo: true },
  ];
}

function slopeGroup(slope: OrderSlope, frame: Frame, isActive: boolean): ShapeGroup {
  const { forwardTps, reverseTps } = slope;
  const line =
    forwardTps === null || reverseTps === null
      ? []
      : [
          lineShape([frame.left, frame.y(forwardTps)], [frame.right, frame.y(reverseTps)], {
            stroke: isActive ? "wire" : "ink-2",
            strokeWidth: isActive ? 2.4 : 1.2,
          }),
        ];
  const ends = [...endShapes(slope, frame, "forward"), ...endShapes(slope, frame, "reverse")];
  return { key: slope.rowId, motion: "none", shapes: [...line, ...ends] };
}

/** The order check as slopes: forward on the left post, reverse on the right one. */
export function layOrderSlopes(view: OrderSlopes, width: number, activeId: string | null): ShapePicture {
  const frame = frameOf(view, width);
  return {
    width,
    height: TOP + HEIGHT + 14,
    groups: [
      groundGroup(view, frame),
      ...view.slopes.map((slope) => slopeGroup(slope, frame, slope.rowId === activeId)),
    ],
    hits: view.slopes.flatMap((slope) => {
      const tps = slope.reverseTps ?? slope.forwardTps;
      return tps === null
        ? []
        : [{ id: slope.rowId, x: frame.left, y: frame.y(tps) - 8, width: width - frame.left, height: 16 }];
    }),
  };
}
