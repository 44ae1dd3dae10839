import type { Raster } from "./copy.ts";
import { PANEL_SIDE } from "./panels.ts";

const WORK_SIDE = 512;
const CROP_SIDE = 512;

/** Decoded pixels as the engine gives them: three or four bytes each. */
export interface Decoded {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
  readonly channels: 3 | 4;
}

/** W of images.md 2.1: long side at most 512, each pixel one of the picture's own. */
export function workCopy(picture: Decoded): Raster {
  const { width, height } = picture;
  const by = Math.min(1, WORK_SIDE / Math.max(width, height));
  const size = { width: Math.max(1, Math.round(width * by)), height: Math.max(1, Math.round(height * by)) };
  return pick(picture, size, (x, y) => {
    const [across, down] = [
      Math.floor(((x + 0.5) * width) / size.width),
      Math.floor(((y + 0.5) * height) / size.height),
    ];
    return down * width + across;
  });
}

/** C of images.md 2.1: the middle at full resolution. */
export function middleCopy(picture: Decoded): Raster {
  const { width, height } = picture;
  const size = { width: Math.min(CROP_SIDE, width), height: Math.min(CROP_SIDE, height) };
  const [left, top] = [Math.floor((width - size.width) / 2), Math.floor((height - size.height) / 2)];
  return pick(picture, size, (x, y) => (top + y) * width + left + x);
}

/** Every pixel with its alpha; for pictures that are small enough to be read whole. */
export function wholeCopy(picture: Decoded): Raster {
  return pick(picture, picture, (x, y) => y * picture.width + x);
}

function pick(
  { data, channels }: Decoded,
  { width, height }: { width: number; height: number },
  from: (x: number, y: number) => number,
): Raster {
  const rgba = new Uint8Array(width * height * 4);
  for (let y = 0, to = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, to += 4) {
      const at = from(x, y) * channels;
      rgba[to] = data[at] ?? 0;
      rgba[to + 1] = data[at + 1] ?? 0;
      rgba[to + 2] = data[at + 2] ?? 0;
      rgba[to + 3] = channels === 4 ? (data[at + 3] ?? 0) : 255;
    }
  }
  return { width, height, rgba };
}

/** Mean luma of the picture in 256 × 256 cells; small pictures repeat a pixel over several cells. */
export function lumaCells({ width, height, data, channels }: Decoded): Uint8Array {
  const cells = new Uint8Array(PANEL_SIDE * PANEL_SIDE);
  const edges = (size: number) =>
    Array.from({ length: PANEL_SIDE + 1 }, (_, index) => Math.floor((index * size) / PANEL_SIDE));
  const [columns, rows] = [edges(width), edges(height)];
  for (let row = 0; row < PANEL_SIDE; row += 1) {
    const top = Math.min(height - 1, rows[row] ?? 0);
    const bottom = Math.max(top + 1, rows[row + 1] ?? 0);
    for (let column = 0; column < PANEL_SIDE; column += 1) {
      const left = Math.min(width - 1, columns[column] ?? 0);
      const right = Math.max(left + 1, columns[column + 1] ?? 0);
      let sum = 0;
      for (let y = top; y < bottom; y += 1) {
        for (let at = (y * width + left) * channels, end = (y * width + right) * channels; at < end; at += channels) {
          sum += 299 * (data[at] ?? 0) + 587 * (data[at + 1] ?? 0) + 114 * (data[at + 2] ?? 0);
        }
      }
      cells[row * PANEL_SIDE + column] = Math.floor((sum / ((bottom - top) * (right - left)) + 500) / 1000);
    }
  }
  return cells;
}
