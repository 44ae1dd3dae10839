import type { TreeCandidate } from "../tree-input.ts";
import { type Point, ribbonPath, sampleCurve } from "./ribbon.ts";
import { lineShape, type Shape, type ShapeGroup, type Tone } from "./shapes.ts";
import { shortReason } from "./short-reason.ts";
import type { TreeFrame } from "./tree-frame.ts";

/** The reach of the arc from the trunk into the wire. */
export const ARC = { wide: 58, narrow: 34 } as const;

/** x of a branch's tip; without an estimate a short stub that claims no length. */
export function tipX(candidate: TreeCandidate, frame: TreeFrame): number {
  const shortest = frame.x0 + ARC[frame.form] + 26;
  return candidate.needBytes === null ? shortest + 40 : Math.max(shortest, frame.x(candidate.needBytes));
}

/** Root thickness follows the root of the weights, so area reads as amount. */
function rootWidth(candidate: TreeCandidate, frame: TreeFrame): number {
  const most = frame.form === "wide" ? 15 : 10;
  if (candidate.weightsBytes === null) return most * 0.5;
  return Math.max(3.2, most * Math.sqrt(candidate.weightsBytes / frame.heaviestBytes));
}

function centreLine(frame: TreeFrame, y: number, end: number): Point[] {
  const reach = ARC[frame.form];
  const drop = 42;
  const curve = sampleCurve(
    [frame.x0, y + drop],
    [
      [frame.x0 + 1, y + drop * 0.42],
      [frame.x0 + reach * 0.18, y + 1],
    ],
    [frame.x0 + reach, y],
  );
  const run = Array.from({ length: 40 }, (_, step): Point => {
    const along = (step + 1) / 40;
    return [frame.x0 + reach + (end - frame.x0 - reach) * along, y + Math.sin(along * Math.PI * 2.2) * 0.9];
  });
  return [...curve, ...run];
}

interface Place {
  candidate: TreeCandidate;
  frame: TreeFrame;
  y: number;
}

function wireShapes({ candidate, frame, y }: Place): Shape[] {
  const start = frame.form === "wide" ? frame.x0 - 8 : frame.x0 - 10;
  const isQuiet = candidate.state === "not-probed";
  const name = clip(candidate.label, frame.form === "wide" ? 24 : 30);
  const shapes: Shape[] = [
    lineShape([start, y], [frame.xEnd, y], { stroke: "edge", strokeWidth: 0.7, opacity: 0.8 }),
    { kind: "circle", cx: start, cy: y, r: 1.8, fill: "edge" },
    { kind: "circle", cx: frame.xEnd, cy: y, r: 1.8, fill: "edge" },
  ];
  const role = candidate.state === "chosen" ? "strong" : isQuiet ? "quiet" : "label";
  if (frame.form === "wide") {
    shapes.push(
      { kind: "text", x: 12, y: y + 4, text: String(candidate.rank), role: "quiet", anchor: "end" },
      { kind: "text", x: 24, y: y + 4, text: name, role, anchor: "start" },
    );
    if (isQuiet)
      shapes.push({ kind: "text", x: frame.x0 - 20, y: y + 4, text: "not probed", role: "quiet", anchor: "end" });
    return shapes;
  }
  const lift = { "not-probed": 8, growing: 16, chosen: 70, pruned: 34, broken: 34 }[candidate.state];
  const suffix = isQuiet ? " · not probed" : "";
  shapes.push({
    kind: "text",
    x: frame.x0 + 14,
    y: y - lift,
    text: `${candidate.rank}  ${name}${suffix}`,
    role,
    anchor: "start",
  });
  return shapes;
}

function clip(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}

/** The tag that hangs on a cut branch and says why in short. */
function tagShapes({ candidate, frame, y }: Place, half: number): Shape[] {
  const text = clip(shortReason(candidate.reason), frame.form === "wide" ? 52 : 44);
  if (frame.form === "narrow") {
    return [{ kind: "text", x: frame.x0 + 14, y: y - 16, text, role: "label", anchor: "start", tone: "ink-2" }];
  }
  const width = text.length * 6.4 + 36;
  const end = tipX(candidate, frame);
  const left = Math.max(frame.x0 + 70, Math.min(end - width * 0.6, frame.xEnd - width));
  const top = y - half - 40;
  const hook = Math.max(left + 12, Math.min(end - 24, left + width - 30));
  return [
    {
      kind: "path",
      d: `M${hook} ${y - half}C${hook - 4} ${y - half - 10} ${left + width - 26} ${top + 34} ${left + width - 12} ${top + 12}`,
      stroke: "edge",
      strokeWidth: 0.9,
    },
    {
      kind: "path",
      d: `M${left} ${top}h${width - 12}l10 11l-10 11h-${width - 12}Z`,
      fill: "panel",
      stroke: "edge",
      strokeWidth: 0.9,
    },
    { kind: "circle", cx: left + width - 12, cy: top + 11, r: 2, fill: "wall", stroke: "edge", strokeWidth: 0.9 },
    { kind: "text", x: left + 10, y: top + 15, text, role: "label", anchor: "start", tone: "ink" },
  ];
}

function cutEnd(end: number, y: number, width: number): Shape[] {
  return [
    { kind: "ellipse", cx: end, cy: y, rx: 3.2, ry: width / 2 + 0.7, fill: "panel", stroke: "bark", strokeWidth: 1.4 },
    { kind: "ellipse", cx: end, cy: y, rx: 1.2, ry: width / 4, stroke: "bark", strokeWidth: 0.8 },
  ];
}

/** A branch snapped off: a gap, then the rest hanging. */
function brokenEnd(end: number, y: number, width: number): Shape[] {
  const half = width / 2;
  const d = `M${end + 7} ${y - half + 3}l6 ${half * 0.7}l-3 3l34 16l-4 4l-38 -15l-4 2Z`;
  return [{ kind: "path", d, fill: "bark", opacity: 0.75 }];
}

/** One candidate: wire and name, and the branch in the shape its state gives it. */
export function drawCandidate(place: Place): ShapeGroup[] {
  const { candidate, frame, y } = place;
  const key = `${candidate.rank}-${candidate.state}`;
  const wire: ShapeGroup = { key: `wire-${key}`, motion: "none", shapes: wireShapes(place) };
  if (candidate.state === "not-probed") return [wire];
  const end = tipX(candidate, frame);
  const root = rootWidth(candidate, frame);
  const centre = centreLine(frame, y, end);
  const isCut = candidate.state === "pruned" || candidate.state === "broken";
  const d = ribbonPath(centre, (along) =>
    isCut ? root * (1 - 0.3 * along) : Math.max(1.6, root * (1 - along * 0.84)),
  );
  const tone: Tone = candidate.state === "chosen" ? "leaf" : "bark";
  const wood: Shape[] =
    candidate.state === "growing"
      ? [
          { kind: "path", d, fill: "wall", stroke: "bark", strokeWidth: 1.2 },
          { kind: "circle", cx: end, cy: y, r: 3.4, fill: "wire" },
        ]
      : [{ kind: "path", d, fill: tone }];
  if (candidate.state === "pruned") wood.push(...cutEnd(end, y, root * 0.7));
  if (candidate.state === "broken") wood.push(...brokenEnd(end, y, root * 0.7));
  const branch: ShapeGroup = { key: `branch-${key}`, motion: "branch", shapes: wood };
  if (!isCut) return [wire, branch];
  return [wire, branch, { key: `tag-${key}`, motion: "none", shapes: tagShapes(place, root * 0.5) }];
}
