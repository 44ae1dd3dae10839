import { createGenerator } from "../../../core/autotune/strategy/generator.ts";
import { explore } from "../../../core/tuning/exploration/explore.ts";
import { nextPicture, type WaitingRun } from "../../../core/tuning/queue/next-picture.ts";
import { mulberry32, type RandomSource } from "../../../core/tuning/sampling/mulberry32.ts";
import { shuffledIndices } from "../../../core/tuning/sampling/shuffle.ts";
import type { Bench, BenchOptions, BenchRow, BenchRun } from "../bench.ts";
import { atMost, OURS, ownRow, peerRow } from "../own-row.ts";
import { batches } from "../race/rows.ts";
import { exploringFit, type Given, learnByGp } from "../raters/learn.ts";
import { createStudio, RATERS, type Studio } from "../raters/studio.ts";
import { repeatsFigure, shareFigure } from "../statistics.ts";

const STREAM = 0x61637469;
const FIXTURE = { full: { inputs: 150, replicates: 30 }, ci: { inputs: 40, replicates: 2 } } as const;
/** A tune is tried after every so many scores, and spreads are read anew. */
const EVERY = 20;
/** Speed must not be bought with wrong decisions: the bar of TUB2. */
const MOST_WRONG = 10;
const RANDOM = { ...OURS, subject: "random order", origin: "this repository, the same studios" };

/** One run of the fixture that waits for its score. */
interface Waiting {
  runId: string;
  input: number;
  values: readonly number[];
}

/** How a course ended: scores until `gain_lower` was above 0, or all of them. */
interface Course {
  scores: number;
  isDecided: boolean;
  trueGain: number;
}

function fixtureRuns(studio: Studio, inputs: number, seed: number): Waiting[] {
  return Array.from({ length: inputs }, (_, input) => {
    const { values } = explore({ index: input, seed, tunables: studio.tunables, live: studio.live, promising: null });
    return [studio.live, values].map((set, side) => ({ runId: `${input}-${side}`, input, values: set }));
  }).flat();
}

/** Rates in the given order until a tune would be confident. */
function runCourse(studio: Studio, total: number, next: (given: readonly Given[]) => Waiting | null): Course {
  const given: Given[] = [];
  for (let run = next(given); run !== null; run = next(given)) {
    const { values, input } = run;
    const rater = input % RATERS;
    given.push({ values, input, rater, score: studio.score(values, input, rater) });
    if (given.length % EVERY !== 0) continue;
    const learnt = learnByGp(studio, given);
    if (learnt !== null && learnt.lower > 0) {
      return { scores: given.length, isDecided: true, trueGain: studio.gainOf(learnt.values) };
    }
  }
  return { scores: total, isDecided: false, trueGain: 0 };
}

/** The queue of TU29 over the fixture, spreads read anew after every `EVERY` scores. */
function activeOrder(studio: Studio, runs: readonly Waiting[], random: RandomSource) {
  const waiting = new Map(runs.map((run) => [run.runId, run]));
  const shown: string[] = [];
  let spreads = new Map<string, number>();
  return (given: readonly Given[]): Waiting | null => {
    if (given.length > 0 && given.length % EVERY === 0) {
      const fit = exploringFit(studio, given);
      spreads = new Map([...waiting.values()].map(({ runId, values }) => [runId, fit.spread(values)]));
    }
    const rated = new Map<number, number>();
    for (const { input } of given) rated.set(input, (rated.get(input) ?? 0) + 1);
    const queue = [...waiting.values()].map(({ runId, input }): WaitingRun => {
      const inputRatings = rated.get(input) ?? 0;
      return {
        runId,
        input: `${input}`,
        spread: spreads.get(runId) ?? null,
        inputRatings,
        isPartnerRated: inputRatings > 0,
      };
    });
    const chosen = nextPicture({ waiting: queue, shown, random });
    if (chosen.kind !== "chosen") return null;
    const run = waiting.get(chosen.runId) ?? null;
    waiting.delete(chosen.runId);
    if (run !== null) shown.push(`${run.input}`);
    return run;
  };
}

function randomOrder(runs: readonly Waiting[], random: RandomSource) {
  const order = shuffledIndices(runs.length, random);
  return (given: readonly Given[]): Waiting | null => runs[order[given.length] ?? -1] ?? null;
}

function bothOrders(inputs: number, rngKey: number, index: number): { active: Course; random: Course } {
  const seed = createGenerator([STREAM, rngKey, index]).below(2 ** 32);
  const course = (order: (studio: Studio, runs: readonly Waiting[]) => (given: readonly Given[]) => Waiting | null) => {
    const studio = createStudio(createGenerator([STREAM, rngKey, index, 1]));
    const runs = fixtureRuns(studio, inputs, seed);
    return runCourse(studio, runs.length, order(studio, runs));
  };
  return {
    active: course((studio, runs) => activeOrder(studio, runs, mulberry32(seed))),
    random: course((_, runs) => randomOrder(runs, mulberry32(seed))),
  };
}

function courseFigures(courses: readonly Course[]) {
  return {
    scores: {
      name: "scores until gain_lower is above 0",
      unit: "scores",
      ...repeatsFigure(courses.map(({ scores }) => scores)),
    },
    decided: {
      name: "decided before the fixture ends",
      unit: "%",
      ...shareFigure(batches(courses.map(({ isDecided }) => isDecided))),
    },
    wrong: {
      name: "decided for a set that is not better",
      unit: "%",
      ...shareFigure(batches(courses.map(({ isDecided, trueGain }) => isDecided && trueGain <= 0))),
    },
  };
}

function run({ isCi, rngKey, say }: BenchOptions): Promise<BenchRun> {
  const { inputs, replicates } = FIXTURE[isCi ? "ci" : "full"];
  say(`TUB8  ${replicates} studios with ${inputs} inputs`);
  const both = Array.from({ length: replicates }, (_, index) => bothOrders(inputs, rngKey, index));
  const ours = courseFigures(both.map(({ active }) => active));
  const theirs = courseFigures(both.map(({ random }) => random));
  const rows = (["scores", "decided", "wrong"] as const).flatMap((key): BenchRow[] => [
    ownRow(ours[key], key === "wrong" && !isCi ? atMost(MOST_WRONG, "%") : null),
    peerRow(theirs[key], RANDOM),
  ]);
  const notes = [
    `Measured, not promised: ${inputs} images with their live and one explored result each wait; the queue of TU29 against a shuffled order. A tune is tried every ${EVERY} scores; a course without a decision counts with all its scores.`,
  ];
  return Promise.resolve({ rows, notes });
}

export const activeOrderBench: Bench = {
  id: "TUB8",
  what: "scores to a decision, in active and in random order",
  needsQuietMachine: false,
  run,
  peers: { debianPackages: [], run: null, subjects: [] },
};
