import { otsuLevel } from "../../pixels/threshold.ts";
import type { Planes } from "./copy.ts";
import { findParts, type Part } from "./parts.ts";
import { shadedCells } from "./shades.ts";

/** The side of the square luma plane in which panels are sought. */
export const PANEL_SIDE = 256;
const LEAST_AREA = 0.005;
const LEAST_FILL = 0.8;
const TONE_REACH = 24;
const TONE_GAP = 96;

export interface Panel {
  /** In cells of the plane. */
  readonly area: number;
  readonly luma: number;
}

export interface Panels {
  readonly panel: number;
  readonly rest_bimodal: number;
  readonly panels: readonly Panel[];
}

/** Shaded areas of a page in 256 × 256 cells, and whether what the working copy, whose histogram is known, has beside them is ink on paper. */
export function measurePanels(
  { cells: luma, work, histogram }: { cells: Uint8Array; work: Planes; histogram: Uint32Array },
  band: readonly [lowest: number, highest: number],
): Panels {
  const marked = shadedCells({ luma, side: PANEL_SIDE }, band);
  const parts = findParts({ luma, marked, side: PANEL_SIDE }, LEAST_AREA * luma.length).filter(
    ({ fill }) => fill >= LEAST_FILL,
  );
  return {
    panel: parts.reduce((sum, { area }) => sum + area, 0) / luma.length,
    rest_bimodal: twoTones(histogramBeside(parts, work, histogram)),
    panels: parts.map(({ area, luma: mean }) => ({ area, luma: mean })),
  };
}

/** Of a histogram what the pixels in no panel leave in it; lines without a panel need not be read again. */
function histogramBeside(panels: readonly Part[], work: Planes, histogram: Uint32Array): Uint32Array {
  const { width, height } = work;
  const isPanel = new Uint8Array(PANEL_SIDE * PANEL_SIDE);
  for (const { cells } of panels) for (const { from, to } of cells) isPanel.fill(1, from, to);
  const columns = Uint32Array.from({ length: width }, (_, x) => Math.floor((x * PANEL_SIDE) / width));
  const beside = Uint32Array.from(histogram);
  for (let y = 0; y < height; y += 1) {
    const start = Math.floor((y * PANEL_SIDE) / height) * PANEL_SIDE;
    const line = isPanel.subarray(start, start + PANEL_SIDE);
    if (line.includes(1)) takeLine(beside, { isPanel: line, columns }, { work, start: y * width });
  }
  return beside;
}

function takeLine(
  histogram: Uint32Array,
  { isPanel, columns }: { isPanel: Uint8Array; columns: Uint32Array },
  { work: { luma, counts, width }, start }: { work: Planes; start: number },
): void {
  for (let x = 0; x < width; x += 1) {
    if (isPanel[columns[x] ?? 0] === 0) continue;
    const value = luma[start + x] ?? 0;
    histogram[value] = (histogram[value] ?? 0) - (counts[start + x] ?? 0);
  }
}

/** Share of values near one of the two Otsu means; 0 when these are less than 96 apart. */
function twoTones(histogram: Uint32Array): number {
  const level = otsuLevel(histogram);
  const [low, high] = [meanOf(histogram, 0, level), meanOf(histogram, level, 256)];
  if (low === null || high === null || high - low < TONE_GAP) return 0;
  let [near, all] = [0, 0];
  for (const [y, count] of histogram.entries()) {
    all += count;
    if (Math.abs(y - low) <= TONE_REACH || Math.abs(y - high) <= TONE_REACH) near += count;
  }
  return near / all;
}

function meanOf(histogram: Uint32Array, from: number, to: number): number | null {
  let [sum, count] = [0, 0];
  for (let y = from; y < to; y += 1) {
    sum += y * (histogram[y] ?? 0);
    count += histogram[y] ?? 0;
  }
  return count === 0 ? null : sum / count;
}
