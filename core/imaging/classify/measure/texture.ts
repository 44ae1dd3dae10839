import type { Planes } from "./copy.ts";

const EDGE_FROM = 64;

/** Share of pixels equal to their right and lower neighbour, and of those on a hard edge. */
export function measureTexture(planes: Planes): { flat: number; edge: number } {
  const { width, height } = planes;
  let [flat, edge] = [0, 0];
  for (let y = 0; y < height; y += 1) {
    const below = y + 1 < height ? width : 0;
    flat += flatOfLine(planes, { start: y * width, below });
    if (y > 0 && below > 0) edge += edgesOfLine(planes, y * width);
  }
  const total = Math.max(1, planes.opaque);
  return { flat: flat / total, edge: edge / total };
}

/** `below` leads to the next line; 0 in the last one, where a pixel is its own neighbour. */
function flatOfLine({ width, colour, counts }: Planes, { start, below }: { start: number; below: number }): number {
  const last = start + width - 1;
  let flat = 0;
  for (let at = start; at < last; at += 1) {
    const own = colour[at];
    if (counts[at] !== 0 && colour[at + 1] === own && colour[at + below] === own) flat += 1;
  }
  return counts[last] !== 0 && colour[last + below] === colour[last] ? flat + 1 : flat;
}

/** Pixels with eight neighbours whose ∣gx∣ + ∣gy∣ of the 3 × 3 operator says edge. */
function edgesOfLine({ luma, counts, width }: Planes, start: number): number {
  let edge = 0;
  for (let at = start + 1; at < start + width - 1; at += 1) {
    if (counts[at] === 0) continue;
    const fall = (luma[at + width + 1] ?? 0) - (luma[at - width - 1] ?? 0);
    const rise = (luma[at - width + 1] ?? 0) - (luma[at + width - 1] ?? 0);
    const gx = fall + rise + 2 * ((luma[at + 1] ?? 0) - (luma[at - 1] ?? 0));
    const gy = fall - rise + 2 * ((luma[at + width] ?? 0) - (luma[at - width] ?? 0));
    if (Math.abs(gx) + Math.abs(gy) >= EDGE_FROM) edge += 1;
  }
  return edge;
}
