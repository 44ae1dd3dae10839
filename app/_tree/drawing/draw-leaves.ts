import type { TreeCandidate, TreeCell } from "../tree-input.ts";
import { ARC, tipX } from "./draw-branch.ts";
import { cellLabel, valueLabel } from "./leaf-label.ts";
import { lineShape, px, type Shape, type ShapeGroup } from "./shapes.ts";
import type { TreeFrame } from "./tree-frame.ts";

interface Slot {
  cell: TreeCell;
  /** Where the twig leaves the branch. */
  x: number;
  y: number;
  /** -1 draws upwards, 1 downwards. */
  side: -1 | 1;
  /** 0.8 … 1.15 by rate, so that a faster leaf is a little larger. */
  size: number;
  hasKnobs: boolean;
  hasValue: boolean;
  isContextVaried: boolean;
}

const LABEL_PITCH = { wide: 44, narrow: 40 } as const;

function slotsOf(cells: TreeCell[], frame: TreeFrame, spot: { y: number; end: number }): Slot[] {
  const start = frame.x0 + ARC[frame.form] + (frame.form === "wide" ? 34 : 14);
  const labelRoom = frame.form === "wide" ? 64 : 44;
  const room = frame.xEnd - labelRoom - start;
  const wanted = Math.max((spot.end - start - 20) / Math.max(1, cells.length - 1), LABEL_PITCH[frame.form]);
  const pitch = cells.length < 2 ? 0 : Math.min(wanted, room / (cells.length - 1), frame.form === "wide" ? 96 : 60);
  const rates = cells.flatMap((cell) => (cell.tpsMedian === null ? [] : [cell.tpsMedian]));
  const low = Math.min(...rates);
  const spread = Math.max(...rates) - low;
  const isContextVaried = new Set(cells.map((cell) => cell.knobs.maxContext)).size > 1;
  return cells.map(
    (cell, index): Slot => ({
      cell,
      x: start + pitch * index,
      y: spot.y,
      side: index % 2 === 0 ? -1 : 1,
      size: cell.tpsMedian === null || spread <= 0 ? 0.95 : 0.82 + 0.3 * ((cell.tpsMedian - low) / spread),
      hasKnobs: cells.length < 2 || pitch >= 38,
      hasValue: cells.length < 2 || pitch >= 22,
      isContextVaried,
    }),
  );
}

/** A leaf blade from its stalk end at (x, y); `side` -1 stands up. */
function blade(x: number, y: number, { side, size }: Pick<Slot, "side" | "size">): string {
  const dy = (value: number) => px(side * value * size);
  const dx = (value: number) => px(value * size);
  return `M${px(x)} ${px(y)}c${dx(6)} ${dy(3)} ${dx(13)} ${dy(12)} ${dx(6)} ${dy(26)}c${dx(-12)} ${dy(-6)} ${dx(-13)} ${dy(-16)} ${dx(-6)} ${dy(-26)}Z`;
}

function twig(slot: Slot, length = 12): Shape {
  const { x, y, side } = slot;
  const d = `M${px(x - 9)} ${px(y)}q7 ${px(side * 2)} 9 ${px(side * length)}`;
  return { kind: "path", d, stroke: "leaf", strokeWidth: 1.7 };
}

function fruit(slot: Slot): Shape[] {
  const cx = slot.x + 8;
  const cy = slot.y + slot.side * 26;
  return [
    twig(slot, 11),
    { kind: "path", d: blade(slot.x - 1, slot.y + slot.side * 9, { side: slot.side, size: 0.55 }), fill: "leaf" },
    {
      kind: "path",
      d: `M${px(slot.x)} ${px(slot.y + slot.side * 10)}q4 ${px(slot.side)} 8 ${px(slot.side * 6)}`,
      stroke: "leaf",
      strokeWidth: 1.4,
    },
    { kind: "circle", cx, cy, r: 11, fill: "leaf" },
    { kind: "circle", cx, cy, r: 15, stroke: "leaf", strokeWidth: 1.2 },
  ];
}

function stub(slot: Slot): Shape[] {
  const y = slot.y + slot.side * 10;
  const cut = lineShape([slot.x - 5, y], [slot.x + 5, y + slot.side], { stroke: "ink-2", strokeWidth: 1.4 });
  return [twig(slot, 9), cut];
}

function leafShapes(slot: Slot): Shape[] {
  const stalk = slot.y + slot.side * 11;
  switch (slot.cell.state) {
    case "kept":
      return fruit(slot);
    case "measured":
      return [twig(slot), { kind: "path", d: blade(slot.x, stalk, slot), fill: "leaf", opacity: 0.55 }];
    case "infeasible":
      return stub(slot);
    case "unsupported":
      return [
        twig(slot),
        { kind: "path", d: blade(slot.x, stalk, slot), stroke: "ink-3", strokeWidth: 1.2, dash: "2 3" },
      ];
    case "bud":
      return [
        twig(slot, 10),
        { kind: "ellipse", cx: slot.x + 1, cy: slot.y + slot.side * 15, rx: 4, ry: 6, fill: "wire" },
      ];
    case "planned":
      return [
        {
          kind: "circle",
          cx: slot.x - 7,
          cy: slot.y + slot.side * 4,
          r: 1.8,
          fill: "wall",
          stroke: "leaf",
          strokeWidth: 1,
        },
      ];
  }
}

function labelShapes(slot: Slot): Shape[] {
  if (slot.cell.state === "planned") return [];
  const isKept = slot.cell.state === "kept";
  const x = slot.x + (isKept ? 28 : 18);
  const middle = slot.y + slot.side * 24 + (slot.side < 0 ? -1 : 3);
  const shapes: Shape[] = [];
  if (slot.hasValue) {
    shapes.push({
      kind: "text",
      x,
      y: middle,
      text: valueLabel(slot.cell),
      role: isKept ? "strong" : "number",
      anchor: "start",
    });
  }
  if (slot.hasKnobs) {
    const text = cellLabel(slot.cell.knobs, slot.isContextVaried);
    shapes.push({ kind: "text", x, y: middle + 13, text, role: "quiet", anchor: "start" });
  }
  return shapes;
}

/** The knob cells as leaves in cell order, alternately above and below the chosen branch; beyond a short branch they stand on a thin shoot. */
export function drawLeaves(
  cells: TreeCell[],
  frame: TreeFrame,
  at: { candidate: TreeCandidate; y: number },
): ShapeGroup[] {
  if (cells.length === 0) return [];
  const end = tipX(at.candidate, frame);
  const slots = slotsOf(cells, frame, { y: at.y, end });
  const furthest = Math.max(...slots.map((slot) => slot.x));
  const shoot: Shape[] =
    furthest - 9 > end
      ? [
          lineShape([end, at.y], [furthest - 8, at.y], { stroke: "leaf", strokeWidth: 1.4 }),
          { kind: "circle", cx: end, cy: at.y, r: 2.6, fill: "wall", stroke: "leaf", strokeWidth: 1.3 },
        ]
      : [];
  return [
    ...(shoot.length > 0 ? [{ key: "shoot", motion: "branch" as const, shapes: shoot }] : []),
    ...slots.map(
      (slot): ShapeGroup => ({
        key: `leaf-${slot.cell.index}-${slot.cell.state}`,
        motion: slot.cell.state === "planned" ? "none" : "leaf",
        shapes: [...leafShapes(slot), ...labelShapes(slot)],
      }),
    ),
  ];
}
