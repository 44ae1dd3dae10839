const STEP = 4;
const BRIGHTEST = 0.9;
const NEAR = 0.08;
const ROUNDS = 6;

type Plane = { readonly luma: Uint8Array; readonly side: number };

/** How bright the sheet would be, were nothing on it: at its first cell, and what a step across or down adds. */
export interface Paper {
  readonly level: number;
  readonly across: number;
  readonly down: number;
}

/**
 * The light on a sheet: a plane through those cells that are as bright as paper, found from the brightest tenth on,
 * so that light that falls off to one side makes no panel.
 */
export function paperOf(plane: Plane): Paper {
  let paper: Paper = { level: brightOf(plane.luma), across: 0, down: 0 };
  for (let round = 0; round < ROUNDS; round += 1) {
    const sums = new Float64Array(9);
    for (let y = 0; y < plane.side; y += STEP) addNear(sums, plane, { paper, y });
    paper = fitted(sums) ?? paper;
  }
  return paper;
}

function brightOf(luma: Uint8Array): number {
  const histogram = new Uint32Array(256);
  for (let at = 0; at < luma.length; at += STEP) {
    const value = luma[at] ?? 0;
    histogram[value] = (histogram[value] ?? 0) + 1;
  }
  const enough = ((1 - BRIGHTEST) * luma.length) / STEP;
  let [seen, value] = [0, 256];
  while (value > 1 && seen < enough) {
    value -= 1;
    seen += histogram[value] ?? 0;
  }
  return value;
}

/** Adds one line of the cells near the paper so far to the sums of 1, x, y, Y, xx, yy, xy, xY, yY. */
function addNear(sums: Float64Array, { luma, side }: Plane, { paper, y }: { paper: Paper; y: number }): void {
  let [count, xs, lumas, xxs, xLumas] = [0, 0, 0, 0, 0];
  const start = paper.level + paper.down * y;
  for (let x = 0; x < side; x += STEP) {
    const value = luma[y * side + x] ?? 0;
    const light = start + paper.across * x;
    if (Math.abs(value - light) > NEAR * light) continue;
    count += 1;
    xs += x;
    lumas += value;
    xxs += x * x;
    xLumas += x * value;
  }
  const line = [count, xs, count * y, lumas, xxs, count * y * y, xs * y, xLumas, lumas * y];
  for (const [index, value] of line.entries()) sums[index] = (sums[index] ?? 0) + value;
}

/** Least squares; null where the cells are too few, or lie too much in a line, to say. */
function fitted(sums: Float64Array): Paper | null {
  const [count = 0, xs = 0, ys = 0, lumas = 0, xxs = 0, yys = 0, xys = 0, xLumas = 0, yLumas = 0] = sums;
  const [x, y, luma] = [xs / count, ys / count, lumas / count];
  const [xx, yy, xy] = [xxs / count - x * x, yys / count - y * y, xys / count - x * y];
  const [xl, yl] = [xLumas / count - x * luma, yLumas / count - y * luma];
  const spread = xx * yy - xy * xy;
  if (!(spread > 1)) return null;
  const [across, down] = [(xl * yy - yl * xy) / spread, (yl * xx - xl * xy) / spread];
  return { level: luma - across * x - down * y, across, down };
}
