import { createMachine } from "../../../core/autotune/simulator/machine.ts";
import { simulateConfirmation } from "../../../core/autotune/simulator/simulate-confirmation.ts";
import type { Surface } from "../../../core/autotune/simulator/surface.ts";
import type { Bench, BenchOptions, BenchRow, BenchRun } from "../bench.ts";
import { atLeast, atMost, OURS, ownRow, peerRow } from "../own-row.ts";
import { batches } from "../race/rows.ts";
import { PLAIN_VOTER } from "../raters/voter.ts";
import { repeatsFigure, shareFigure } from "../statistics.ts";
import { type GateRow, runGate, wouldPass } from "./image-gate.ts";

const RUNS = 1000;
/** Two and a half percent of 1,000 runs and the chance around it. */
const MOST_FALSE = 35;
const TIE_EPSILON = 0.02;
const SAG = 0.15;
const ANY_GAIN = { ...OURS, subject: "any gain wins", origin: "this repository, the same runs" };

const every = Array.from({ length: RUNS }, (_, index) => index);

const share = (flags: readonly boolean[]) => shareFigure(batches(flags));

/** How many of all runs, judged as a count. */
function count(name: string, flags: readonly boolean[]) {
  const total = flags.filter(Boolean).length;
  const repeats = batches(flags).map((batch) => batch.filter(Boolean).length);
  return { name, unit: `of ${RUNS}`, ...repeatsFigure(repeats), interval: null, estimate: total };
}

/** Two cells, the first faster by a share. */
function pair(gain: number): Surface {
  const cells = [1, 2].map((maxBatch) => ({ kvBits: null, maxBatch, maxContext: 2000 }));
  return { cells, lnTps: [Math.log(20) + Math.log1p(gain), Math.log(20)], lnTtft: [Math.log(4000), Math.log(4000)] };
}

function betterFlags({ gain, cv, rngKey }: { gain: number; cv: number; rngKey: number }): boolean[] {
  return every.map((index) => {
    const machine = createMachine({ surface: pair(gain), cv, sag: SAG, rngKey: rngKey * RUNS + index });
    return simulateConfirmation(machine, { a: 0, b: 1, tieEpsilon: TIE_EPSILON })?.verdict === "better";
  });
}

function servingRows(rngKey: number): BenchRow[] {
  const nulls = [0.03, 0.05].map((cv) =>
    ownRow(
      count(`equal serving recipes called better, CV ${cv * 100} %, sag 15 %`, betterFlags({ gain: 0, cv, rngKey })),
      atMost(MOST_FALSE, `of ${RUNS}`),
    ),
  );
  const power = share(betterFlags({ gain: 0.1, cv: 0.03, rngKey }));
  return [...nulls, ownRow({ name: "gap of 10 % shown, CV 3 %", unit: "%", ...power }, atLeast(95, "%"))];
}

const GATES: readonly GateRow[] = [
  { name: "30 inputs, 1 rater", n: 30, raters: 1, laws: PLAIN_VOTER },
  { name: "60 inputs, 1 rater", n: 60, raters: 1, laws: PLAIN_VOTER },
  { name: "30 inputs, 3 raters", n: 30, raters: 3, laws: PLAIN_VOTER },
  { name: "30 inputs, 3 raters, gain varies by image", n: 30, raters: 3, laws: { ...PLAIN_VOTER, imageSd: 0.4 } },
];
const BETTER = { ...PLAIN_VOTER, gain: 0.5 };

function imageRows(rngKey: number): BenchRow[] {
  const nulls = GATES.flatMap((gate) => {
    const runs = every.map((index) => runGate(gate, rngKey, index));
    const name = `equal image recipes passed, ${gate.name}`;
    const ours = count(
      name,
      runs.map(({ isPassed }) => isPassed),
    );
    const anyGain = count(
      name,
      runs.map(({ hasAnyGain }) => hasAnyGain),
    );
    return [ownRow(ours, atMost(MOST_FALSE, `of ${RUNS}`)), peerRow(anyGain, ANY_GAIN)];
  });
  const power = GATES.slice(0, 3).map((gate) => {
    const flags = every.map((index) => runGate({ ...gate, laws: BETTER }, rngKey, index).isPassed);
    return ownRow({ name: `+0.5 stars passed, ${gate.name}`, unit: "%", ...share(flags) }, null);
  });
  const fifty = share(every.map((index) => wouldPass(50, BETTER, [rngKey, index])));
  return [...nulls, ...power, ownRow({ name: "+0.5 stars passed, 50 inputs, 1 rater", unit: "%", ...fifty }, null)];
}

function run({ rngKey, say }: BenchOptions): Promise<BenchRun> {
  say("H5  serving confirmations");
  const serving = servingRows(rngKey);
  say("H5  image confirmations");
  const notes = [
    "Serving: the confirmation of M25 on simulated machines. Image: the gate of TU40 fed answer by answer, early end included; a person sees the true gain with the noise of two scores (0.6 stars each) and calls less than 0.5 stars a tie.",
    "The gate offers 30 and 60 inputs; 50 is printed by the same rule without an early end.",
  ];
  return Promise.resolve({ rows: [...serving, ...imageRows(rngKey)], notes });
}

export const falsePromotion: Bench = {
  id: "H5",
  what: "false promotion of equal recipes",
  needsQuietMachine: false,
  run,
  peers: { debianPackages: [], run: null, subjects: [] },
};
