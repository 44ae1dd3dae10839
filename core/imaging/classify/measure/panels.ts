import { otsuLevel } from "../../pixels/threshold.ts";
import type { Planes } from "./copy.ts";

/** The side of the square luma plane in which panels are sought. */
export const PANEL_SIDE = 256;
const TONES = 4;
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

type Part = { readonly cells: readonly number[]; readonly luma: number; readonly fill: number };

/** Shaded areas of a page in 256 × 256 cells, and whether what the working copy has beside them is ink on paper. */
export function measurePanels(
  { cells: luma, work }: { cells: Uint8Array; work: Planes },
  [lowest, highest]: readonly [number, number],
): Panels {
  const parts = components(luma).filter(
    (part) =>
      part.cells.length >= LEAST_AREA * luma.length &&
      part.fill >= LEAST_FILL &&
      part.luma >= lowest * 255 &&
      part.luma <= highest * 255,
  );
  const isPanel = new Uint8Array(luma.length);
  for (const { cells } of parts) for (const cell of cells) isPanel[cell] = 1;
  return {
    panel: parts.reduce((sum, { cells }) => sum + cells.length, 0) / luma.length,
    rest_bimodal: twoTones(work.luma.filter((_, at) => work.counts[at] === 1 && isPanel[cellOf(work, at)] === 0)),
    panels: parts.map(({ cells, luma: mean }) => ({ area: cells.length, luma: mean })),
  };
}

function cellOf({ width, height }: Planes, at: number): number {
  const [column, row] = [Math.floor(((at % width) * PANEL_SIDE) / width), Math.floor(at / width)];
  return Math.floor((row * PANEL_SIDE) / height) * PANEL_SIDE + column;
}

const toneOf = (y: number) => Math.round((y * (TONES - 1)) / 255);

function components(luma: Uint8Array): Part[] {
  const seen = new Uint8Array(luma.length);
  const parts: Part[] = [];
  for (let start = 0; start < luma.length; start += 1) {
    if (seen[start] === 0) parts.push(flood(luma, seen, start));
  }
  return parts;
}

function flood(luma: Uint8Array, seen: Uint8Array, start: number): Part {
  const tone = toneOf(luma[start] ?? 0);
  const cells = [start];
  seen[start] = 1;
  const spans = new Map<number, { from: number; to: number }>();
  let sum = 0;
  for (let next = 0; next < cells.length; next += 1) {
    const cell = cells[next] ?? 0;
    const [x, y] = [cell % PANEL_SIDE, Math.floor(cell / PANEL_SIDE)];
    const span = spans.get(y) ?? { from: x, to: x };
    spans.set(y, { from: Math.min(span.from, x), to: Math.max(span.to, x) });
    sum += luma[cell] ?? 0;
    for (const near of neighbours(cell, x)) {
      if (seen[near] !== 0 || toneOf(luma[near] ?? 0) !== tone) continue;
      seen[near] = 1;
      cells.push(near);
    }
  }
  return { cells, luma: sum / cells.length, fill: fillOf([...spans.values()]) };
}

/** How much of its box a part fills; what it encloses within a row, such as a field to write in, is its own. */
function fillOf(spans: readonly { readonly from: number; readonly to: number }[]): number {
  const [left, right] = [Math.min(...spans.map(({ from }) => from)), Math.max(...spans.map(({ to }) => to))];
  const filled = spans.reduce((sum, { from, to }) => sum + to - from + 1, 0);
  return filled / ((right - left + 1) * spans.length);
}

function neighbours(cell: number, x: number): readonly number[] {
  const last = PANEL_SIDE * PANEL_SIDE;
  return [x > 0 ? cell - 1 : -1, x + 1 < PANEL_SIDE ? cell + 1 : -1, cell - PANEL_SIDE, cell + PANEL_SIDE].filter(
    (near) => near >= 0 && near < last,
  );
}

/** Share of values near one of the two Otsu means; 0 when these are less than 96 apart. */
function twoTones(values: Uint8Array): number {
  const histogram = new Uint32Array(256);
  for (const value of values) histogram[value] = (histogram[value] ?? 0) + 1;
  const level = otsuLevel(histogram);
  const mean = (from: number, to: number): number | null => {
    let [sum, count] = [0, 0];
    for (let y = from; y < to; y += 1) {
      sum += y * (histogram[y] ?? 0);
      count += histogram[y] ?? 0;
    }
    return count === 0 ? null : sum / count;
  };
  const [low, high] = [mean(0, level), mean(level, 256)];
  if (low === null || high === null || high - low < TONE_GAP) return 0;
  const near = values.filter((y) => Math.abs(y - low) <= TONE_REACH || Math.abs(y - high) <= TONE_REACH);
  return near.length / values.length;
}
