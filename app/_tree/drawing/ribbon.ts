import { px } from "./shapes.ts";

export type Point = readonly [number, number];

/** Points along a cubic curve, both ends included. */
export function sampleCurve(from: Point, handles: readonly [Point, Point], to: Point): Point[] {
  const steps = 20;
  return Array.from({ length: steps + 1 }, (_, step): Point => {
    const t = step / steps;
    const u = 1 - t;
    const at = (axis: 0 | 1) =>
      u * u * u * from[axis] +
      3 * u * u * t * handles[0][axis] +
      3 * u * t * t * handles[1][axis] +
      t * t * t * to[axis];
    return [at(0), at(1)];
  });
}

/** Outline of a centre line thickened by `widthAt` (0 = root, 1 = tip), so that wood bends and tapers without corners. */
export function ribbonPath(centre: readonly Point[], widthAt: (along: number) => number): string {
  const left: Point[] = [];
  const right: Point[] = [];
  const last = Math.max(1, centre.length - 1);
  centre.forEach(([x, y], index) => {
    const before = centre[Math.max(0, index - 1)] ?? [x, y];
    const after = centre[Math.min(last, index + 1)] ?? [x, y];
    const dx = after[0] - before[0];
    const dy = after[1] - before[1];
    const length = Math.hypot(dx, dy) || 1;
    const half = widthAt(index / last) / 2;
    left.push([x - (dy / length) * half, y + (dx / length) * half]);
    right.push([x + (dy / length) * half, y - (dx / length) * half]);
  });
  return `M${[...left, ...right.reverse()].map(([x, y]) => `${px(x)} ${px(y)}`).join("L")}Z`;
}
