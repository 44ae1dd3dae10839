import { type Paper, paperOf } from "./paper.ts";

type Plane = { readonly luma: Uint8Array; readonly side: number };
type Band = readonly [lowest: number, highest: number];

/** 1 for each cell that is darker than its paper and lighter than ink, unless its patch is thinner than three cells: a rule or a line of text. The two cells at each edge are none. */
export function shadedCells(plane: Plane, band: Band): Uint8Array {
  const { luma, side } = plane;
  const paper = paperOf(plane);
  const shaded = new Uint8Array(luma.length);
  for (let y = 0; y < side; y += 1) shadeLine(shaded, plane, { paper, band, y });
  const [tall, thick] = [new Uint8Array(luma.length), new Uint8Array(luma.length)];
  for (let y = 2; y < side - 2; y += 1) {
    keepThick(tall, shaded, { from: y * side, to: (y + 1) * side, step: side });
  }
  for (let y = 2; y < side - 2; y += 1) {
    keepThick(thick, tall, { from: y * side + 2, to: (y + 1) * side - 2, step: 1 });
  }
  return thick;
}

type Line = { readonly paper: Paper; readonly band: Band; readonly y: number };

function shadeLine(shaded: Uint8Array, { luma, side }: Plane, { paper, band: [lowest, highest], y }: Line): void {
  const { level, across, down } = paper;
  const start = level + down * y;
  for (let x = 0; x < side; x += 1) {
    const value = luma[y * side + x] ?? 0;
    const light = start + across * x;
    if (value >= lowest * light && value <= highest * light) shaded[y * side + x] = 1;
  }
}

/** Keeps of a line what lies in three cells or more beside each other, `step` apart. */
function keepThick(
  thick: Uint8Array,
  cells: Uint8Array,
  { from, to, step }: { from: number; to: number; step: number },
): void {
  for (let at = from; at < to; at += 1) {
    if (cells[at] === 0) continue;
    const [before, after] = [cells[at - step], cells[at + step]];
    if (before === 1 ? after === 1 || cells[at - 2 * step] === 1 : after === 1 && cells[at + 2 * step] === 1) {
      thick[at] = 1;
    }
  }
}
