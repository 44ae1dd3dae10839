/** Cells beside each other in one line and of one tone, as columns of runs; `root` leads to the first run of its part. */
interface Runs {
  readonly line: Uint32Array;
  readonly from: Uint32Array;
  /** Behind the last cell. */
  readonly to: Uint32Array;
  readonly root: Uint32Array;
  count: number;
}

/** Cells of one tone that touch, 4-connected, in a plane of `side` × `side`. */
export interface Part {
  readonly cells: readonly { readonly from: number; readonly to: number }[];
  readonly area: number;
  readonly luma: number;
  /** How much of its box it fills; what it encloses within a line, such as a field to write in, is its own. */
  readonly fill: number;
}

/** The parts of at least `leastArea` cells, by their first cell. */
export function findParts(plane: { luma: Uint8Array; tones: Uint8Array; side: number }, leastArea: number): Part[] {
  const runs = findRuns(plane.tones, plane.side);
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

function findRuns(tones: Uint8Array, side: number): Runs {
  const most = tones.length;
  const columns = { line: new Uint32Array(most), from: new Uint32Array(most), to: new Uint32Array(most) };
  const runs: Runs = { ...columns, root: new Uint32Array(most), count: 0 };
  let above = 0;
  for (let line = 0; line < side; line += 1) {
    const first = runs.count;
    runsOfLine(runs, tones.subarray(line * side, (line + 1) * side), line);
    joinLines(runs, { tones, side }, { above, first });
    above = first;
  }
  return runs;
}

function runsOfLine(runs: Runs, tones: Uint8Array, line: number): void {
  let start = 0;
  for (let x = 1; x <= tones.length; x += 1) {
    if (x < tones.length && tones[x] === tones[start]) continue;
    const run = runs.count;
    runs.line[run] = line;
    runs.from[run] = start;
    runs.to[run] = x;
    runs.root[run] = run;
    runs.count = run + 1;
    start = x;
  }
}

/** Joins the runs from `first` on with those of the line above that they touch and whose tone they have. */
function joinLines(
  { line, from, to, root, count }: Runs,
  { tones, side }: { tones: Uint8Array; side: number },
  { above, first }: { above: number; first: number },
): void {
  let upper = above;
  for (let lower = first; lower < count && upper < first; ) {
    const cell = Math.max(from[lower] ?? 0, from[upper] ?? 0);
    const at = (line[lower] ?? 0) * side + cell;
    if (tones[at] === tones[at - side]) unite(root, upper, lower);
    const [upperEnd, lowerEnd] = [to[upper] ?? 0, to[lower] ?? 0];
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
  const [left, right] = [Math.min(...starts), Math.max(...ends)];
  let [filled, lines] = [0, 0];
  for (const [line, end] of ends.entries()) {
    if (end === 0) continue;
    filled += end - (starts[line] ?? 0);
    lines += 1;
  }
  return filled / ((right - left) * lines);
}
