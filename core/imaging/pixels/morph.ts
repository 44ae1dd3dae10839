import type { Pixels } from "./planes.ts";

type Extreme = "darkest" | "lightest";

/** Dark strokes grow by `width` pixels on every side: each pixel takes the darkest value around it, band by band. */
export function dilate(pixels: Pixels, width: number): Uint8Array {
  return spread(pixels, width, "darkest");
}

/** Dark strokes shrink by `width` pixels on every side. */
export function erode(pixels: Pixels, width: number): Uint8Array {
  return spread(pixels, width, "lightest");
}

/** A square neighbourhood is a row pass and a column pass; beyond the edge there is nothing. */
function spread({ rgb, width, height }: Pixels, reach: number, extreme: Extreme): Uint8Array {
  const rows = new Uint8Array(rgb.length);
  for (let y = 0; y < height; y += 1) {
    for (let band = 0; band < 3; band += 1) {
      spreadLine(rgb, rows, { start: y * width * 3 + band, stride: 3, length: width, reach, extreme });
    }
  }
  const columns = new Uint8Array(rgb.length);
  for (let at = 0; at < width * 3; at += 1) {
    spreadLine(rows, columns, { start: at, stride: width * 3, length: height, reach, extreme });
  }
  return columns;
}

type Line = {
  readonly start: number;
  readonly stride: number;
  readonly length: number;
  readonly reach: number;
  readonly extreme: Extreme;
};

function spreadLine(from: Uint8Array, to: Uint8Array, { start, stride, length, reach, extreme }: Line): void {
  for (let index = 0; index < length; index += 1) {
    const last = Math.min(length - 1, index + reach);
    let found = from[start + index * stride] ?? 0;
    for (let near = Math.max(0, index - reach); near <= last; near += 1) {
      const value = from[start + near * stride] ?? 0;
      if (extreme === "darkest" ? value < found : value > found) found = value;
    }
    to[start + index * stride] = found;
  }
}
