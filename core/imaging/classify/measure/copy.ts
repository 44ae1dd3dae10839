/** Decoded pixels as the engine gives them: three or four bytes each, sRGB. */
export interface Decoded {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
  readonly channels: 3 | 4;
}

/** Below this alpha a pixel counts for nothing but `alpha` (images.md 2.1). */
const CLEAR_BELOW = 128;

/** A grey copy of a picture. */
export interface LumaPlane {
  readonly width: number;
  readonly height: number;
  readonly luma: Uint8Array;
}

/** The pixels of a copy as planes, so that every signal reads the same numbers. */
export interface Planes extends LumaPlane {
  /** `R << 16 | G << 8 | B`. */
  readonly colour: Uint32Array;
  readonly chroma: Uint8Array;
  /** 1 where the pixel counts. */
  readonly counts: Uint8Array;
  readonly opaque: number;
}

/** Which pixels of a picture a copy takes: these columns of these rows. */
export interface Taken {
  readonly columns: Uint32Array;
  readonly rows: Uint32Array;
}

/** The taken pixels with everything that is measured of them. */
export function planesOf(picture: Decoded, { columns, rows }: Taken): Planes {
  const [width, height] = [columns.length, rows.length];
  const size = width * height;
  const planes = {
    width,
    height,
    colour: new Uint32Array(size),
    luma: new Uint8Array(size),
    chroma: new Uint8Array(size),
    counts: new Uint8Array(size),
  };
  let opaque = 0;
  for (let y = 0; y < height; y += 1)
    opaque += fillLine(planes, picture, { columns, row: rows[y] ?? 0, to: y * width });
  return { ...planes, opaque };
}

/** Where one line of a copy comes from and goes to. */
interface Line {
  readonly columns: Uint32Array;
  readonly row: number;
  readonly to: number;
}

/** One line of planes; answers how many of its pixels count. A function a line: an engine that starts cold makes these fast soonest. */
function fillLine(planes: Omit<Planes, "opaque">, picture: Decoded, { columns, row, to }: Line): number {
  const { colour, luma, chroma, counts } = planes;
  const { width, data, channels } = picture;
  const [line, hasAlpha, count] = [row * width, channels === 4, columns.length];
  let opaque = 0;
  for (let x = 0; x < count; x += 1) {
    const at = (line + (columns[x] ?? 0)) * channels;
    const r = data[at] ?? 0;
    const g = data[at + 1] ?? 0;
    const b = data[at + 2] ?? 0;
    colour[to + x] = (r << 16) | (g << 8) | b;
    luma[to + x] = ((299 * r + 587 * g + 114 * b + 500) / 1000) | 0;
    chroma[to + x] = Math.max(r, g, b) - Math.min(r, g, b);
    const isSeen = hasAlpha && (data[at + 3] ?? 0) < CLEAR_BELOW ? 0 : 1;
    counts[to + x] = isSeen;
    opaque += isSeen;
  }
  return opaque;
}

/** The taken pixels as luma alone. */
export function lumaOf(picture: Decoded, { columns, rows }: Taken): LumaPlane {
  const [width, height] = [columns.length, rows.length];
  const luma = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) fillLuma(luma, picture, { columns, row: rows[y] ?? 0, to: y * width });
  return { width, height, luma };
}

function fillLuma(luma: Uint8Array, { width, data, channels }: Decoded, { columns, row, to }: Line): void {
  const [line, count] = [row * width, columns.length];
  for (let x = 0; x < count; x += 1) {
    const at = (line + (columns[x] ?? 0)) * channels;
    luma[to + x] = ((299 * (data[at] ?? 0) + 587 * (data[at + 1] ?? 0) + 114 * (data[at + 2] ?? 0) + 500) / 1000) | 0;
  }
}
