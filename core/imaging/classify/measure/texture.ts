import type { Planes } from "./copy.ts";

const EDGE_FROM = 64;

/** Share of pixels equal to their right and lower neighbour, and of those on a hard edge. */
export function measureTexture(planes: Planes): { flat: number; edge: number } {
  const { width, height, colour, counts, opaque } = planes;
  let [flat, edge] = [0, 0];
  for (let y = 0, at = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, at += 1) {
      if (counts[at] === 0) continue;
      const right = x + 1 < width ? at + 1 : at;
      const below = y + 1 < height ? at + width : at;
      if (colour[right] === colour[at] && colour[below] === colour[at]) flat += 1;
      if (x > 0 && y > 0 && right !== at && below !== at && sobel(planes, at) >= EDGE_FROM) edge += 1;
    }
  }
  const total = Math.max(1, opaque);
  return { flat: flat / total, edge: edge / total };
}

/** ∣gx∣ + ∣gy∣ of the 3 × 3 operator at a pixel that has eight neighbours. */
function sobel({ luma, width }: Planes, at: number): number {
  const y = (offset: number) => luma[at + offset] ?? 0;
  const [nw, n, ne] = [y(-width - 1), y(-width), y(-width + 1)];
  const [sw, s, se] = [y(width - 1), y(width), y(width + 1)];
  const gx = ne + 2 * y(1) + se - nw - 2 * y(-1) - sw;
  const gy = sw + 2 * s + se - nw - 2 * n - ne;
  return Math.abs(gx) + Math.abs(gy);
}
