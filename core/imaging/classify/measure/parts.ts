/** Marked cells beside each other in one line, as columns of runs; `root` leads to the first run of its part. */
interface Runs {
  readonly line: Uint32Array;
  readonly from: Uint32Array;
  /** Behind the last cell. */
  readonly to: Uint32Array;
  readonly root: Uint32Array;
  count: number;
}

/** Marked cells that touch, 4-connected, in a plane of `side` × `side`. */
export interface Part {
  readonly cells: readonly { readonly from: number; readonly to: number }[];
  readonly area: number;
  readonly luma: number;
  /** How much of its convex hull it fills; what it encloses within a line, such as a field to write in, is its own. */
  readonly fill: number;
}

/** The parts of at least `leastArea` cells, by their first cell. */
export function findParts(plane: { luma: Uint8Array; marked: Uint8Array; side: number }, leastArea: number): Part[] {
  const runs = findRuns(plane.marked, plane.side);
  const areas = new Uint32Array(runs.count);
  for (let run = 0; run < runs.count; run += 1) {
    const root = rootOf(runs.root, run);
    areas[root] = (areas[root] ?? 0) + (runs.to[run] ?? 0) - (runs.from[run] ?? 0);
  }
  const large = new Map<number, number[]>();
  for (let run = 0; run < runs.count; run += 1) {
    const root = rootOf(runs.root, run);
    if ((areas[root] ?? 0) < leastArea) continue;
    const own = large.get(root);
    if (own === undefined) large.set(root, [run]);
    else own.push(run);
  }
  return [...large.values()].map((own) => partOf(runs, own, plane));
}

function findRuns(marked: Uint8Array, side: number): Runs {
  const most = side * Math.ceil(side / 2);
  const columns = { line: new Uint32Array(most), from: new Uint32Array(most), to: new Uint32Array(most) };
  const runs: Runs = { ...columns, root: new Uint32Array(most), count: 0 };
  let above = 0;
  for (let line = 0; line < side; line += 1) {
    const first = runs.count;
    runsOfLine(runs, { marked, side }, line);
    joinLines(runs, above, first);
    above = first;
  }
  return runs;
}

function runsOfLine(runs: Runs, { marked, side }: { marked: Uint8Array; side: number }, line: number): void {
  const [begin, end] = [line * side, (line + 1) * side];
  for (let at = begin; at < end; at += 1) {
    if (marked[at] === 0) continue;
    const start = at;
    while (at < end && marked[at] !== 0) at += 1;
    const run = runs.count;
    runs.line[run] = line;
    runs.from[run] = start - begin;
    runs.to[run] = at - begin;
    runs.root[run] = run;
    runs.count = run + 1;
  }
}

/** Joins the runs from `first` on with those from `above` on, of the line above, that they touch. */
function joinLines({ from, to, root, count }: Runs, above: number, first: number): void {
  let upper = above;
  for (let lower = first; lower < count && upper < first; ) {
    const [upperEnd, lowerEnd] = [to[upper] ?? 0, to[lower] ?? 0];
    if (Math.max(from[lower] ?? 0, from[upper] ?? 0) < Math.min(upperEnd, lowerEnd)) unite(root, upper, lower);
    if (upperEnd <= lowerEnd) upper += 1;
    if (lowerEnd <= upperEnd) lower += 1;
  }
}

function rootOf(root: Uint32Array, run: number): number {
  let at = run;
  while (root[at] !== at) {
    const next = root[at] ?? 0;
    root[at] = root[next] ?? 0;
    at = next;
  }
  return at;
}

function unite(root: Uint32Array, one: number, other: number): void {
  const [left, right] = [rootOf(root, one), rootOf(root, other)];
  root[Math.max(left, right)] = Math.min(left, right);
}

function partOf(runs: Runs, own: readonly number[], { luma, side }: { luma: Uint8Array; side: number }): Part {
  const [starts, ends] = [new Uint32Array(side).fill(side), new Uint32Array(side)];
  const cells: { from: number; to: number }[] = [];
  let [area, sum] = [0, 0];
  for (const run of own) {
    const [line, from, to] = [runs.line[run] ?? 0, runs.from[run] ?? 0, runs.to[run] ?? 0];
    cells.push({ from: line * side + from, to: line * side + to });
    starts[line] = Math.min(starts[line] ?? side, from);
    ends[line] = Math.max(ends[line] ?? 0, to);
    area += to - from;
    for (let x = from; x < to; x += 1) sum += luma[line * side + x] ?? 0;
  }
  return { cells, area, luma: sum / area, fill: fillOf(starts, ends) };
}

function fillOf(starts: Uint32Array, ends: Uint32Array): number {
  const left: Corner[] = [];
  const right: Corner[] = [];
  let filled = 0;
  for (const [line, end] of ends.entries()) {
    if (end === 0) continue;
    const start = starts[line] ?? 0;
    filled += end - start;
    for (const y of [line, line + 1]) {
      bend(left, [start, y], 1);
      bend(right, [end, y], -1);
    }
  }
  return filled / Math.max(1, areaOf([...left, ...right.toReversed()]));
}

type Corner = readonly [x: number, y: number];

/** Takes the next lower corner into one side of the hull; what it leaves inside is dropped. `outward` is 1 to the left. */
function bend(hull: Corner[], next: Corner, outward: 1 | -1): void {
  for (;;) {
    const [last, before] = [hull.at(-1), hull.at(-2)];
    if (last === undefined || before === undefined) break;
    const turn = (last[0] - before[0]) * (next[1] - before[1]) - (last[1] - before[1]) * (next[0] - before[0]);
    if (turn * outward < 0) break;
    hull.pop();
  }
  hull.push(next);
}

function areaOf(corners: readonly Corner[]): number {
  let twice = 0;
  for (const [index, [x, y]] of corners.entries()) {
    const [x0, y0] = corners.at(index - 1) ?? [x, y];
    twice += x0 * y - x * y0;
  }
  return Math.abs(twice) / 2;
}
