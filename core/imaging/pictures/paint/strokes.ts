import { type Canvas, dab, type Rgb } from "./canvas.ts";

export type Point = readonly [x: number, y: number];
export type Pen = { readonly colour: Rgb; readonly width: number };

/** A straight stroke with round ends and soft edges. */
export function stroke(canvas: Canvas, [from, to]: readonly [Point, Point], { colour, width }: Pen): void {
  const reach = width / 2 + 1;
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const length2 = dx * dx + dy * dy;
  const [bottom, right] = [Math.max(from[1], to[1]) + reach, Math.max(from[0], to[0]) + reach];
  for (let y = Math.floor(Math.min(from[1], to[1]) - reach); y <= bottom; y += 1) {
    for (let x = Math.floor(Math.min(from[0], to[0]) - reach); x <= right; x += 1) {
      const along = length2 === 0 ? 0 : ((x - from[0]) * dx + (y - from[1]) * dy) / length2;
      const t = Math.max(0, Math.min(1, along));
      const away = Math.hypot(x - from[0] - t * dx, y - from[1] - t * dy);
      dab(canvas, [x, y, Math.min(1, width / 2 + 0.5 - away)], colour);
    }
  }
}

/** Strokes from point to point. */
export function path(canvas: Canvas, points: readonly Point[], pen: Pen): void {
  for (const [index, to] of points.entries()) {
    const from = points[index - 1];
    if (from !== undefined) stroke(canvas, [from, to], pen);
  }
}

export type Disc = {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  /** Width of the edge in pixels; default 1. */
  readonly soft?: number;
  /** How much it covers, 0…1; default 1. */
  readonly strength?: number;
};

export function disc(canvas: Canvas, { x, y, radius, soft = 1, strength = 1 }: Disc, colour: Rgb): void {
  const reach = radius + soft;
  for (let row = Math.floor(y - reach); row <= y + reach; row += 1) {
    for (let column = Math.floor(x - reach); column <= x + reach; column += 1) {
      const inside = (radius + soft / 2 - Math.hypot(column - x, row - y)) / soft;
      dab(canvas, [column, row, strength * Math.max(0, Math.min(1, inside))], colour);
    }
  }
}

/** A filled shape, even-odd, with hard edges. */
export function polygon(canvas: Canvas, corners: readonly Point[], colour: Rgb): void {
  const rows = corners.map(([, y]) => y);
  for (
    let y = Math.max(0, Math.floor(Math.min(...rows)));
    y <= Math.min(canvas.height - 1, Math.max(...rows));
    y += 1
  ) {
    const cuts = crossings(corners, y + 0.5);
    for (let index = 0; index + 1 < cuts.length; index += 2) {
      const [start, end] = [cuts[index] ?? 0, cuts[index + 1] ?? 0];
      for (let x = Math.round(start); x < end; x += 1) dab(canvas, [x, y, 1], colour);
    }
  }
}

function crossings(corners: readonly Point[], y: number): number[] {
  const cuts: number[] = [];
  for (const [index, [x1, y1]] of corners.entries()) {
    const [x0, y0] = corners.at(index - 1) ?? [x1, y1];
    if (y0 <= y !== y1 <= y) cuts.push(x0 + ((y - y0) / (y1 - y0)) * (x1 - x0));
  }
  return cuts.sort((left, right) => left - right);
}
