import type { CellShape } from "../prepare/scatter/scatter-cell.ts";

export interface Spot {
  x: number;
  y: number;
}

export interface Box extends Spot {
  width: number;
  height: number;
}

function outline(context: CanvasRenderingContext2D, shape: CellShape, at: Spot): void {
  context.beginPath();
  if (shape === "circle") context.arc(at.x, at.y, 5, 0, 2 * Math.PI);
  if (shape === "square") context.rect(at.x - 4.5, at.y - 4.5, 9, 9);
  if (shape === "triangle") {
    context.moveTo(at.x, at.y - 6);
    context.lineTo(at.x + 5.8, at.y + 4.4);
    context.lineTo(at.x - 5.8, at.y + 4.4);
    context.closePath();
  }
}

/** A cell's mark: shape by kv bits, filled by batch over the ground colour so that nothing shines through. */
export function drawMark(
  context: CanvasRenderingContext2D,
  at: Spot,
  look: { shape: CellShape; fill: number; colour: string; ground: string },
): void {
  context.save();
  outline(context, look.shape, at);
  context.fillStyle = look.ground;
  context.fill();
  context.globalAlpha = look.fill;
  context.fillStyle = look.colour;
  context.fill();
  context.globalAlpha = 1;
  context.lineWidth = 1.5;
  context.strokeStyle = look.colour;
  context.stroke();
  context.restore();
}

export function drawRing(
  context: CanvasRenderingContext2D,
  at: Spot,
  look: { radius: number; colour: string; dash?: number[] },
): void {
  context.save();
  context.beginPath();
  context.setLineDash(look.dash ?? []);
  context.arc(at.x, at.y, look.radius, 0, 2 * Math.PI);
  context.lineWidth = 1.2;
  context.strokeStyle = look.colour;
  context.stroke();
  context.restore();
}

/** The five-pointed star of a kept cell. */
export function drawStar(context: CanvasRenderingContext2D, at: Spot, colour: string): void {
  context.save();
  context.beginPath();
  for (let point = 0; point < 10; point += 1) {
    const radius = point % 2 === 0 ? 5 : 2.1;
    const angle = -Math.PI / 2 + (point * Math.PI) / 5;
    context.lineTo(at.x + radius * Math.cos(angle), at.y + radius * Math.sin(angle));
  }
  context.closePath();
  context.fillStyle = colour;
  context.fill();
  context.restore();
}

/** ✕, for what has no place on the axes. */
export function drawCross(context: CanvasRenderingContext2D, at: Spot, colour: string): void {
  context.save();
  context.beginPath();
  context.moveTo(at.x - 3.5, at.y - 3.5);
  context.lineTo(at.x + 3.5, at.y + 3.5);
  context.moveTo(at.x + 3.5, at.y - 3.5);
  context.lineTo(at.x - 3.5, at.y + 3.5);
  context.lineWidth = 1.4;
  context.strokeStyle = colour;
  context.stroke();
  context.restore();
}

/** ▲, pointing at what was accepted. */
export function drawTriangle(context: CanvasRenderingContext2D, at: Spot, colour: string): void {
  context.save();
  context.beginPath();
  context.moveTo(at.x, at.y - 6.5);
  context.lineTo(at.x + 6, at.y + 4.5);
  context.lineTo(at.x - 6, at.y + 4.5);
  context.closePath();
  context.fillStyle = colour;
  context.fill();
  context.restore();
}

/** A hairline, whole or dashed. */
export function drawRule(
  context: CanvasRenderingContext2D,
  [from, to]: readonly [Spot, Spot],
  look: { colour: string; dash?: number[]; width?: number },
): void {
  context.save();
  context.beginPath();
  context.moveTo(from.x, from.y);
  context.lineTo(to.x, to.y);
  context.setLineDash(look.dash ?? []);
  context.lineWidth = look.width ?? 1;
  context.strokeStyle = look.colour;
  context.stroke();
  context.restore();
}
