import { type MemoryScale, memoryScale } from "../../_tree/drawing/scale.ts";
import { lineShape, px, type Shape, type ShapeGroup, type Tone } from "../../_tree/drawing/shapes.ts";
import type { ShapePicture } from "../frame/drawing.ts";
import type { MemoryBar, MemoryFit } from "../prepare/memory/memory-fit.ts";
import { hatchPath } from "./hatch.ts";

const BAR = 14;
const TOP = 26;
const FOOT = 26;

interface Frame {
  width: number;
  isNarrow: boolean;
  x0: number;
  xEnd: number;
  rowHeight: number;
  floorY: number;
  scale: MemoryScale;
  x: (bytes: number) => number;
  /** Middle of a bar; the first candidate stands on the lowest wire. */
  y: (index: number) => number;
}

function frameOf(view: MemoryFit, width: number): Frame {
  const isNarrow = width < 560;
  const x0 = isNarrow ? 4 : Math.min(190, width * 0.24);
  const xEnd = width - (isNarrow ? 12 : 28);
  const scale = memoryScale(view.axisBytes, isNarrow ? 4 : 8);
  const rowHeight = isNarrow ? 54 : 38;
  const floorY = TOP + view.bars.length * rowHeight + 4;
  return {
    width,
    isNarrow,
    x0,
    xEnd,
    rowHeight,
    floorY,
    scale,
    x: (bytes) => x0 + (Math.min(bytes, scale.maxBytes) / scale.maxBytes) * (xEnd - x0),
    y: (index) => floorY - 4 - (index + 0.5) * rowHeight + (isNarrow ? 8 : -5),
  };
}

function rectPath(x: number, y: number, width: number): string {
  return `M${px(x)} ${px(y - BAR / 2)}h${px(width)}v${px(BAR)}h${px(-width)}Z`;
}

/** Weights, KV cache and reserve, hollow because nothing of it is measured. */
function barShapes(bar: MemoryBar, frame: Frame, y: number): Shape[] {
  if (bar.parts === null || bar.needBytes === null) return [];
  const { weightsBytes, kvCacheBytes } = bar.parts;
  const stroke: Tone = bar.state === "chosen" ? "leaf" : "bark";
  const edges = [0, weightsBytes, weightsBytes + kvCacheBytes, bar.needBytes].map(frame.x);
  const [zero = 0, weights = 0, cache = 0, end = 0] = edges;
  const width = bar.state === "chosen" ? 2 : 1.4;
  const whole: Shape = { kind: "path", d: rectPath(zero, y, end - zero), fill: "wall", stroke, strokeWidth: width };
  const tint: Shape = { kind: "path", d: rectPath(zero, y, weights - zero), fill: stroke, opacity: 0.16 };
  const shapes: Shape[] = [whole, tint];
  if (bar.state === "not-probed") {
    const d = hatchPath({ x: zero, y: y - BAR / 2, width: end - zero, height: BAR }, 6);
    return [whole, { kind: "path", d, stroke: "edge", strokeWidth: 0.8 }];
  }
  for (const x of [weights, cache]) {
    shapes.push(
      lineShape([x, y - BAR / 2], [x, y + BAR / 2], { stroke, strokeWidth: 1, dash: x === cache ? "2 2" : undefined }),
    );
  }
  return shapes;
}

interface Beside {
  shape: Shape;
  /** Where the wire goes on behind the words; null when they stand below it. */
  wireFrom: number | null;
}

function verdictShape(bar: MemoryBar, frame: Frame, y: number): Beside {
  const end = frame.x(bar.needBytes ?? 0);
  const text = bar.needBytes === null ? `need unknown; ${bar.verdict}` : bar.verdict;
  const shown = bar.state === "chosen" ? `★ ${text}` : text;
  const width = shown.length * 6.2;
  const role = bar.state === "chosen" ? ("strong" as const) : ("quiet" as const);
  if (end + 8 + width <= frame.width && !frame.isNarrow) {
    const shape = { kind: "text" as const, x: end + 8, y: y + 4, text: shown, role, anchor: "start" as const };
    return { shape, wireFrom: end + 14 + width };
  }
  const x = Math.max(Math.min(end, frame.xEnd), Math.min(width, frame.xEnd));
  return { shape: { kind: "text", x, y: y + 20, text: shown, role, anchor: "end" }, wireFrom: null };
}

function rowGroup(bar: MemoryBar, index: number, frame: Frame): ShapeGroup {
  const y = frame.y(index);
  const role = bar.state === "chosen" ? ("strong" as const) : ("label" as const);
  const name: Shape = frame.isNarrow
    ? { kind: "text", x: frame.x0, y: y - 13, text: `${bar.rank}  ${bar.label}`, role, anchor: "start" }
    : { kind: "text", x: 18, y: y + 4, text: bar.label, role, anchor: "start" };
  const rank: Shape[] = frame.isNarrow
    ? []
    : [{ kind: "text", x: 0, y: y + 4, text: String(bar.rank), role: "quiet", anchor: "start" }];
  const beside = verdictShape(bar, frame, y);
  const wireFrom = beside.wireFrom ?? frame.x0;
  const wire: Shape[] =
    wireFrom < frame.xEnd ? [lineShape([wireFrom, y], [frame.xEnd, y], { stroke: "edge", strokeWidth: 0.7 })] : [];
  return {
    key: `bar-${bar.rowId}`,
    motion: "none",
    shapes: [...wire, ...rank, name, ...barShapes(bar, frame, y), beside.shape],
  };
}

function axisGroup(frame: Frame): ShapeGroup {
  const shapes = frame.scale.ticks.flatMap((tick): Shape[] => [
    lineShape([frame.x(tick.bytes), TOP - 6], [frame.x(tick.bytes), frame.floorY], {
      stroke: "edge",
      strokeWidth: 0.6,
      dash: "1 6",
    }),
    {
      kind: "text",
      x: frame.x(tick.bytes),
      y: frame.floorY + 16,
      text: tick.text,
      role: "quiet",
      anchor: tick.bytes === 0 ? "start" : "middle",
    },
  ]);
  return { key: "axis", motion: "none", shapes };
}

function limitGroup(view: MemoryFit, frame: Frame): ShapeGroup {
  const far = view.lines.filter((line) => line.bytes > frame.scale.maxBytes);
  const shapes = view.lines.flatMap((line): Shape[] => {
    if (far.includes(line)) return [];
    const x = frame.x(line.bytes);
    const isRight = x > frame.width - line.text.length * 6 - 12;
    return [
      lineShape([x, TOP - 12], [x, frame.floorY], {
        stroke: "ink-2",
        strokeWidth: 1,
        dash: line.name === "RAM" ? "5 3" : undefined,
      }),
      {
        kind: "text",
        x: isRight ? x - 6 : x + 6,
        y: 12,
        text: line.text,
        role: "quiet",
        anchor: isRight ? "end" : "start",
      },
    ];
  });
  const text = far.map((line) => line.text).join(", ");
  const beyond: Shape[] =
    far.length === 0 ? [] : [{ kind: "text", x: frame.width, y: 12, text: `${text} →`, role: "quiet", anchor: "end" }];
  return { key: "limits", motion: "none", shapes: [...shapes, ...beyond] };
}

/** C-01 as shapes for a width: hollow bars on the espalier's wires, the operator's first candidate on the lowest. */
export function layMemory(view: MemoryFit, width: number, activeId: string | null): ShapePicture {
  const frame = frameOf(view, width);
  const hits = view.bars.map((bar, index) => ({
    id: bar.rowId,
    x: 0,
    y: frame.y(index) - frame.rowHeight / 2,
    width,
    height: frame.rowHeight,
  }));
  const active = hits.find((hit) => hit.id === activeId);
  const pick: ShapeGroup[] =
    active === undefined
      ? []
      : [
          {
            key: "active",
            motion: "none",
            shapes: [
              {
                kind: "path",
                d: `M0 ${px(active.y)}h${px(width)}v${px(active.height)}h${px(-width)}Z`,
                fill: "sunk",
              },
            ],
          },
        ];
  return {
    width,
    height: frame.floorY + FOOT,
    groups: [
      ...pick,
      axisGroup(frame),
      ...view.bars.map((bar, index) => rowGroup(bar, index, frame)),
      limitGroup(view, frame),
    ],
    hits,
  };
}
