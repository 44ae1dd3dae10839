import { type Decoded, type LumaPlane, lumaOf, type Planes, planesOf } from "./copy.ts";
import { PANEL_SIDE } from "./panels.ts";

export const WORK_SIDE = 512;
export const MIDDLE_SIDE = 512;
/** Of each cell at least so many lines are read whole: more of a large picture would take longer and say the same. */
const CELL_LINES = 3;

/** W of images.md 2.1: long side at most 512, each pixel one of the picture's own. */
export function workCopy(picture: Decoded): Planes {
  const { width, height } = picture;
  const by = Math.min(1, WORK_SIDE / Math.max(width, height));
  const nearest = (from: number) => {
    const count = Math.max(1, Math.round(from * by));
    return Uint32Array.from({ length: count }, (_, index) => Math.floor(((index + 0.5) * from) / count));
  };
  return planesOf(picture, { columns: nearest(width), rows: nearest(height) });
}

/** C of images.md 2.1: the middle at full resolution, of which only the luma is read. */
export function middleCopy(picture: Decoded): LumaPlane {
  const middle = (from: number) => {
    const count = Math.min(MIDDLE_SIDE, from);
    return Uint32Array.from({ length: count }, (_, index) => Math.floor((from - count) / 2) + index);
  };
  return lumaOf(picture, { columns: middle(picture.width), rows: middle(picture.height) });
}

/** Mean luma of the picture in 256 × 256 cells; small pictures repeat a pixel over several cells. */
export function lumaCells(picture: Decoded): Uint8Array {
  const { width, height } = picture;
  if (width === PANEL_SIDE && height === PANEL_SIDE) {
    // A picture that was decoded to this size: summing one pixel a cell would take twenty times as long.
    const every = Uint32Array.from({ length: PANEL_SIDE }, (_, at) => at);
    return lumaOf(picture, { columns: every, rows: every }).luma;
  }
  const cells = new Uint8Array(PANEL_SIDE * PANEL_SIDE);
  const [columns, rows] = [edgesOf(width), edgesOf(height)];
  const sums = new Float64Array(PANEL_SIDE);
  const step = Math.max(1, Math.floor(height / PANEL_SIDE / CELL_LINES));
  for (let row = 0; row < PANEL_SIDE; row += 1) {
    const top = Math.min(height - 1, rows[row] ?? 0);
    const bottom = Math.max(top + 1, rows[row + 1] ?? 0);
    sums.fill(0);
    let lines = 0;
    for (let y = top; y < bottom; y += step, lines += 1) addLine(sums, picture, { columns, y });
    for (let column = 0; column < PANEL_SIDE; column += 1) {
      const [left, right] = spanOf(columns, column, width);
      const count = lines * (right - left);
      cells[row * PANEL_SIDE + column] = Math.floor(((sums[column] ?? 0) / count + 500) / 1000);
    }
  }
  return cells;
}

const edgesOf = (size: number) =>
  Uint32Array.from({ length: PANEL_SIDE + 1 }, (_, index) => Math.floor((index * size) / PANEL_SIDE));

function spanOf(edges: Uint32Array, column: number, width: number): readonly [left: number, right: number] {
  const left = Math.min(width - 1, edges[column] ?? 0);
  return [left, Math.max(left + 1, edges[column + 1] ?? 0)];
}

/** Adds one line of pixels to the sums of its cells; every sum is a whole number, so the order changes nothing. */
function addLine(sums: Float64Array, picture: Decoded, { columns, y }: { columns: Uint32Array; y: number }): void {
  const { width, channels } = picture;
  for (let column = 0; column < PANEL_SIDE; column += 1) {
    const left = Math.min(width - 1, columns[column] ?? 0);
    const right = Math.max(left + 1, columns[column + 1] ?? 0);
    const sum = sumOf(picture, (y * width + left) * channels, (y * width + right) * channels);
    sums[column] = (sums[column] ?? 0) + sum;
  }
}

/** A thousand times the luma of pixels beside each other. */
function sumOf({ data, channels }: Decoded, from: number, end: number): number {
  let [r, g, b] = [0, 0, 0];
  for (let at = from; at < end; at += channels) {
    r += data[at] ?? 0;
    g += data[at + 1] ?? 0;
    b += data[at + 2] ?? 0;
  }
  return 299 * r + 587 * g + 114 * b;
}
