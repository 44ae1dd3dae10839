import type { Shape, ShapeGroup, TextRole } from "../../_tree/drawing/shapes.ts";
import type { ChartTheme } from "./chart-theme.ts";

const TEXT: Record<TextRole, { size: number; weight: number; tone: "ink" | "ink-2" | "ink-3" }> = {
  label: { size: 12, weight: 400, tone: "ink-2" },
  quiet: { size: 11, weight: 400, tone: "ink-3" },
  strong: { size: 12, weight: 600, tone: "ink" },
  number: { size: 12, weight: 400, tone: "ink-2" },
};

const ALIGN = { start: "left", middle: "center", end: "right" } as const;

function outlineOf(shape: Exclude<Shape, { kind: "text" }>): Path2D {
  if (shape.kind === "path") return new Path2D(shape.d);
  const outline = new Path2D();
  const [rx, ry] = shape.kind === "circle" ? [shape.r, shape.r] : [shape.rx, shape.ry];
  outline.ellipse(shape.cx, shape.cy, rx, ry, 0, 0, 2 * Math.PI);
  return outline;
}

function paintShape(pen: CanvasRenderingContext2D, shape: Shape, theme: ChartTheme): void {
  pen.save();
  if (shape.kind === "text") {
    const look = TEXT[shape.role];
    pen.font = `${look.weight} ${look.size}px ${theme.font.family}`;
    pen.fillStyle = theme.colour(shape.tone ?? look.tone);
    pen.textAlign = ALIGN[shape.anchor];
    if (shape.hasHalo) {
      pen.strokeStyle = theme.colour("wall");
      pen.lineWidth = 4;
      pen.lineJoin = "round";
      pen.strokeText(shape.text, shape.x, shape.y);
    }
    pen.fillText(shape.text, shape.x, shape.y);
    pen.restore();
    return;
  }
  const outline = outlineOf(shape);
  pen.globalAlpha = shape.opacity ?? 1;
  pen.lineCap = "round";
  pen.setLineDash((shape.dash ?? "").split(/[ ,]+/).flatMap((part) => (part === "" ? [] : [Number(part)])));
  if (shape.fill !== undefined) {
    pen.fillStyle = theme.colour(shape.fill);
    pen.fill(outline);
  }
  if (shape.stroke !== undefined) {
    pen.strokeStyle = theme.colour(shape.stroke);
    pen.lineWidth = shape.strokeWidth ?? 1;
    pen.stroke(outline);
  }
  pen.restore();
}

/** The shapes of an SVG drawing on a canvas, for its picture (H-45). */
export function paintShapes(pen: CanvasRenderingContext2D, groups: readonly ShapeGroup[], theme: ChartTheme): void {
  for (const group of groups) for (const shape of group.shapes) paintShape(pen, shape, theme);
}
