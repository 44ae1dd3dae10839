import { loadavg } from "node:os";
import type { Bench, BenchOptions, BenchRun } from "./bench.ts";
import { type BenchResult, verdictOf, writeResult } from "./result-file.ts";
import { readSurroundings } from "./surroundings.ts";

const QUIET_LOAD = 0.5;

interface Invocation {
  bench: Bench;
  mode: BenchResult["mode"];
  command: string;
  options: BenchOptions;
  run(options: BenchOptions): Promise<BenchRun>;
}

/** Runs one bench, stores its result file and returns it. A timing bench does not start on a busy machine. */
export async function runBench({ bench, mode, command, options, run }: Invocation): Promise<BenchResult> {
  const [load = 0] = loadavg();
  if (bench.needsQuietMachine && mode !== "ci" && load > QUIET_LOAD) {
    throw new Error(`${bench.id} measures times: load average is ${load.toFixed(2)}, it starts up to ${QUIET_LOAD}`);
  }
  const surroundings = readSurroundings();
  const startedAt = new Date().toISOString();
  const begunMs = performance.now();
  const { rows, notes } = await run(options);
  const result: BenchResult = {
    id: bench.id,
    what: bench.what,
    mode,
    startedAt,
    seconds: Math.round((performance.now() - begunMs) / 100) / 10,
    command,
    rngKey: options.rngKey,
    ...surroundings,
    notes,
    verdict: verdictOf(rows),
    rows,
  };
  const path = writeResult(result);
  for (const row of rows) {
    const figure = row.estimate === null ? "not run" : `${row.estimate.toFixed(2)} ${row.unit}`;
    const target = row.target === null ? "" : `  target ${row.target}: ${row.verdict}`;
    options.say(`${bench.id}  ${row.subject}  ${row.name}: ${figure}${target}`);
  }
  options.say(`${bench.id}: ${result.verdict}, stored as ${path}`);
  return result;
}
