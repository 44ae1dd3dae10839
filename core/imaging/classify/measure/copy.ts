/** Four bytes a pixel, sRGB. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8Array;
}

/** Below this alpha a pixel counts for nothing but `alpha` (images.md 2.1). */
const CLEAR_BELOW = 128;

/** The pixels of a copy as planes, so that every signal reads the same numbers. */
export interface Planes {
  readonly width: number;
  readonly height: number;
  /** `R << 16 | G << 8 | B`. */
  readonly colour: Uint32Array;
  readonly luma: Uint8Array;
  readonly chroma: Uint8Array;
  /** 1 where the pixel counts. */
  readonly counts: Uint8Array;
  readonly opaque: number;
}

export function planesOf({ width, height, rgba }: Raster): Planes {
  const size = width * height;
  const [colour, luma] = [new Uint32Array(size), new Uint8Array(size)];
  const [chroma, counts] = [new Uint8Array(size), new Uint8Array(size)];
  let opaque = 0;
  for (let pixel = 0, at = 0; pixel < size; pixel += 1, at += 4) {
    const [r, g, b] = [rgba[at] ?? 0, rgba[at + 1] ?? 0, rgba[at + 2] ?? 0];
    colour[pixel] = (r << 16) | (g << 8) | b;
    luma[pixel] = Math.floor((299 * r + 587 * g + 114 * b + 500) / 1000);
    chroma[pixel] = Math.max(r, g, b) - Math.min(r, g, b);
    if ((rgba[at + 3] ?? 0) < CLEAR_BELOW) continue;
    counts[pixel] = 1;
    opaque += 1;
  }
  return { width, height, colour, luma, chroma, counts, opaque };
}
