import { createGenerator } from "../../../core/autotune/strategy/generator.ts";
import { findConfounding } from "../../../core/tuning/state/confounding.ts";
import { countPairs } from "../../../core/tuning/tune/paired-ratings.ts";
import type { Bench, BenchOptions, BenchRun } from "../bench.ts";
import { atLeast, atMost, ownRow } from "../own-row.ts";
import { batches } from "../race/rows.ts";
import { shareFigure } from "../statistics.ts";
import { type Choice, simulateClass, tunables } from "./simulated-log.ts";

const STREAM = 0x636f6e66;
const RUNS = 100;
const REPLICATES = { full: 400, ci: 60 } as const;

const CASES = [
  ["arguments chosen by difficulty, single ratings", "by-difficulty", RUNS, atLeast(95, "%")],
  ["drawn arguments in pairs with live", "drawn-pairs", RUNS / 2, atMost(5, "%")],
  ["drawn arguments, single ratings", "drawn-singles", RUNS, null],
] as const;

/** Whether a class of made-up runs is warned about (TU39). */
function isWarned(choice: Choice, inputs: number, key: readonly [number, number]): boolean {
  const data = simulateClass(choice, inputs, createGenerator([STREAM, ...key]));
  return findConfounding({ data, tunables, pairedRuns: countPairs(data).runs }).length > 0;
}

function run({ isCi, rngKey, say }: BenchOptions): Promise<BenchRun> {
  const rows = CASES.map(([name, choice, inputs, bar]) => {
    const count = REPLICATES[isCi ? "ci" : "full"];
    const warned = Array.from({ length: count }, (_, index) => isWarned(choice, inputs, [rngKey, index]));
    const figure = shareFigure(batches(warned));
    say(`TUB6  ${name}: ${figure.estimate} % warned`);
    return ownRow({ name: `warned, ${name}`, unit: "%", ...figure }, bar);
  });
  const notes = [
    `${RUNS} rated runs a class, four tunables, three signals. By difficulty: one tunable moves a tenth of its range for a picture one deviation harder and as much by whim.`,
    "The third row shows what the rule of half in pairs is for: twelve correlations are looked at, and some reach 0.3 by chance.",
  ];
  return Promise.resolve({ rows, notes });
}

export const confoundingWarning: Bench = {
  id: "TUB6",
  what: "how often the tuner warns of arguments that followed the pictures",
  needsQuietMachine: false,
  run,
  peers: { debianPackages: [], run: null, subjects: [] },
};
