import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import type { Bench, BenchOptions, BenchRow, BenchRun } from "../bench.ts";
import { atMost, OURS, ownRow, peerRow } from "../own-row.ts";
import { runJson } from "../serving/run-json.ts";
import { repeatsFigure } from "../statistics.ts";
import { timeTuner } from "./time-tuner.ts";
import { type LogShape, writeLog } from "./write-log.ts";

const FULL_LINES = 1_000_000;
export const CI_LINES = 100_000;
/** Runs and ratings of ten classes, 500 ratings of the one that is tuned (TUB3). */
const FEW_LINES = 10_000;
const TUNE = "tune of one class";
const READ = "read and join";
const MORE_LINES = 100;
const REPEATS = { full: 5, ci: 2 } as const;
const NODE = { ...OURS, subject: "JSON.parse of each line", origin: "Node.js", version: process.versions.node };
const Floor = z.object({ ms: z.number(), lines: z.int() });

interface Asked extends LogShape {
  readonly folder: string;
  readonly repeats: number;
}

/** What a tune keeps beside a log; without it the next one reads the whole log. */
const KEPT = ".tuner-cache";

interface Taken {
  readonly seconds: number;
  readonly peakMb: number;
  readonly read: number;
  readonly floor: number;
  readonly incrementalMs: number;
  readonly tuneAgain: number;
}

/** Tunes one class of a log and parses the same file plainly, in turn. */
async function measure({ folder, repeats, ...shape }: Asked) {
  const log = join(folder, `v${shape.version}-${shape.lines}.ndjson`);
  writeLog(log, shape);
  const empty = join(folder, "empty.ndjson");
  writeLog(empty, { ...shape, lines: 0 });
  const more = join(folder, "more.ndjson");
  writeLog(more, { ...shape, lines: MORE_LINES });
  const { size } = statSync(log);
  const taken: Taken[] = [];
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    const floor = Floor.parse(await runJson([join(import.meta.dirname, "plain-parse.ts"), log]));
    if (floor.lines !== shape.lines) throw new Error(`${floor.lines} of ${shape.lines} lines were read`);
    const start = await timeTuner({ command: "replay", log: empty, recipeDir: folder });
    const read = await timeTuner({ command: "replay", log, recipeDir: folder });
    const { seconds, peakMb } = await timeTuner({ command: "tune", log, recipeDir: folder });
    appendFileSync(log, readFileSync(more));
    const grown = await timeTuner({ command: "replay", log, recipeDir: folder });
    const again = await timeTuner({ command: "tune", log, recipeDir: folder });
    taken.push({
      seconds,
      peakMb: peakMb ?? Number.NaN,
      read: read.seconds - start.seconds,
      floor: floor.ms / 1000,
      incrementalMs: (grown.seconds - start.seconds) * 1000,
      tuneAgain: again.seconds,
    });
    truncateSync(log, size);
    rmSync(`${log}${KEPT}`, { force: true });
  }
  rmSync(log);
  return taken;
}

/** The rows of one log; in the CI form only the ratio is judged. */
export function rowsOf(shape: LogShape, taken: readonly Taken[], isCi: boolean): BenchRow[] {
  const name = (what: string) => `${what}, ${shape.lines.toLocaleString("en")} v${shape.version} lines`;
  const figure = (what: string, unit: string, values: readonly number[]) => ({
    name: name(what),
    unit,
    ...repeatsFigure(values),
  });
  const seconds = taken.map((one) => one.seconds);
  return [
    ownRow(figure(TUNE, "s", seconds), isCi ? null : atMost(6, "s")),
    ownRow(
      figure(
        READ,
        "s",
        taken.map(({ read }) => read),
      ),
      null,
    ),
    peerRow(
      figure(
        READ,
        "s",
        taken.map(({ floor }) => floor),
      ),
      NODE,
    ),
    ownRow(
      figure(
        `${READ} ÷ plain parse`,
        "",
        taken.map(({ read, floor }) => read / floor),
      ),
      atMost(4.5, ""),
    ),
    ownRow(
      figure(
        "largest memory",
        "MB",
        taken.map(({ peakMb }) => peakMb),
      ),
      isCi ? null : atMost(400, "MB"),
    ),
    ownRow(
      figure(
        `read and join again after ${MORE_LINES} more lines`,
        "ms",
        taken.map(({ incrementalMs }) => incrementalMs),
      ),
      isCi ? null : atMost(200, "ms"),
    ),
    ownRow(
      figure(
        `whole tune again after ${MORE_LINES} more lines`,
        "s",
        taken.map(({ tuneAgain }) => tuneAgain),
      ),
      null,
    ),
  ];
}

async function run({ isCi, say }: BenchOptions): Promise<BenchRun> {
  const folder = mkdtempSync(join(tmpdir(), "espalier-h9-"));
  const repeats = REPEATS[isCi ? "ci" : "full"];
  try {
    const rows: BenchRow[] = [];
    for (const version of [1, 2] as const) {
      const shape = { lines: isCi ? CI_LINES : FULL_LINES, version };
      rows.push(...rowsOf(shape, await measure({ folder, repeats, ...shape }), isCi));
      say(`H9  v${version}: ${rows.at(-7)?.estimate?.toFixed(2)} s`);
    }
    if (!isCi) {
      const few = await measure({ folder, repeats, lines: FEW_LINES, version: 2 });
      const figure = { name: "tune of 500 ratings (TUB3)", unit: "s", ...repeatsFigure(few.map((one) => one.seconds)) };
      rows.push(ownRow(figure, atMost(3, "s")));
    }
    return { rows, notes: NOTES };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const NOTES = [
  "Half runs, half ratings, ten classes in turn, one of them tuned by `espalier tuner tune --class` as a process of its own, start and end included; read and join is `espalier tuner replay` of the same, less the same on an empty log. A v2 run is 1,900 bytes long, a v1 run 600.",
  "Plain parse: another process reads the same file, cuts lines and calls JSON.parse on each, right before.",
  "Read and join again: the same replay after a tune that kept what it read beside the log, and after more lines were appended, less the replay of an empty log: what was kept is opened and compared with the log, the new lines are read and joined, the means of the class are made. A first tune's time includes keeping it. The whole tune again includes start, fits and end, and has no bar.",
];

export const millionLineTune: Bench = {
  id: "H9",
  what: "tune of one image class from a long feedback log",
  needsQuietMachine: true,
  run,
  peers: { debianPackages: [], run: null, subjects: [] },
};
