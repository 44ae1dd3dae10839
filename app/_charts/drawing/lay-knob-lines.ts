import { lineShape, px, type Shape, type ShapeGroup } from "../../_tree/drawing/shapes.ts";
import type { ShapePicture } from "../frame/drawing.ts";
import type { KnobAxis, KnobLine, KnobLines } from "../prepare/knobs/knob-lines.ts";

const TOP = 30;
const HEIGHT = 220;
const FOOT = 12;

interface Frame {
  width: number;
  x: (index: number) => number;
  y: (place: number) => number;
}

function frameOf(view: KnobLines, width: number): Frame {
  const left = width < 560 ? 28 : 60;
  const right = width < 560 ? 34 : 60;
  const step = (width - left - right) / Math.max(1, view.axes.length - 1);
  return { width, x: (index) => left + index * step, y: (place) => TOP + (1 - place) * HEIGHT };
}

function axisGroup(axis: KnobAxis, index: number, frame: Frame): ShapeGroup {
  const x = frame.x(index);
  const isNarrow = frame.width < 560;
  const ticks = axis.ticks.filter((_, order) => !isNarrow || order === 0 || order === axis.ticks.length - 1);
  const isModel = axis.key === "model";
  const shapes: Shape[] = [
    lineShape([x, frame.y(1)], [x, frame.y(0)], { stroke: "edge", strokeWidth: 1 }),
    { kind: "text", x, y: 14, text: axis.title, role: "label", anchor: "middle" },
    ...(isModel && isNarrow ? [] : ticks).flatMap((tick): Shape[] => [
      lineShape([x - 3, frame.y(tick.place)], [x + 3, frame.y(tick.place)], { stroke: "edge", strokeWidth: 1 }),
      {
        kind: "text",
        x: isModel ? x : x + 6,
        y: isModel ? frame.y(tick.place) - 8 : frame.y(tick.place) + 4,
        text: tick.text,
        role: "quiet",
        anchor: isModel ? "middle" : "start",
        hasHalo: true,
      },
    ]),
  ];
  return { key: `axis-${axis.key}`, motion: "none", shapes };
}

function pathOf(line: KnobLine, frame: Frame): string {
  let path = "";
  for (const [index, place] of line.places.entries()) {
    if (place === null) break;
    path += `${index === 0 ? "M" : "L"}${px(frame.x(index))} ${px(frame.y(place))}`;
  }
  return path;
}

/** Where a line that has no figure ends. */
function endCross(line: KnobLine, frame: Frame): Shape[] {
  const at = line.places.indexOf(null) - 1;
  const place = line.places[at];
  if (at < 0 || place === undefined || place === null) return [];
  const [x, y] = [frame.x(at), frame.y(place)];
  const d = `M${px(x - 3)} ${px(y - 3)}L${px(x + 3)} ${px(y + 3)}M${px(x + 3)} ${px(y - 3)}L${px(x - 3)} ${px(y + 3)}`;
  return [{ kind: "path", d, stroke: "ink-2", strokeWidth: 1.3 }];
}

function lineGroup(line: KnobLine, frame: Frame, isActive: boolean): ShapeGroup {
  const tone = isActive ? "wire" : !line.isPicked ? "line" : line.isKept ? "leaf" : "ink-2";
  const strokeWidth = isActive ? 2.6 : line.isKept && line.isPicked ? 2.2 : 1.2;
  return {
    key: `line-${line.rowId}`,
    motion: "none",
    shapes: [{ kind: "path", d: pathOf(line, frame), stroke: tone, strokeWidth }, ...endCross(line, frame)],
  };
}

/** The box of a line at the axis of speed, where it is told from the others. */
function hitOf(view: KnobLines, line: KnobLine, frame: Frame) {
  const at = view.axes.findIndex((axis) => axis.key === "tps");
  const place = line.places[at];
  if (place === null || place === undefined) return [];
  return [
    {
      id: line.rowId,
      x: frame.x(at - 1),
      y: frame.y(place) - 7,
      width: frame.x(at) - frame.x(at - 1) + 30,
      height: 14,
    },
  ];
}

/** C-21 as shapes for a width: the picked lines over the dimmed ones, the kept one and the one under the crosshair on top. */
export function layKnobLines(view: KnobLines, width: number, activeId: string | null): ShapePicture {
  const frame = frameOf(view, width);
  const rank = (line: KnobLine): number =>
    Number(line.isPicked) + 2 * Number(line.isKept) + 4 * Number(line.rowId === activeId);
  const lines = view.lines.toSorted((left, right) => rank(left) - rank(right));
  return {
    width,
    height: TOP + HEIGHT + FOOT,
    groups: [
      ...lines.map((line) => lineGroup(line, frame, line.rowId === activeId)),
      ...view.axes.map((axis, index) => axisGroup(axis, index, frame)),
    ],
    hits: view.lines.flatMap((line) => hitOf(view, line, frame)),
    brushes: view.axes.map((axis, index) => ({
      key: axis.key,
      x: frame.x(index) - 14,
      y: TOP,
      width: 28,
      height: HEIGHT,
    })),
  };
}
