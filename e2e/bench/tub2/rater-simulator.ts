import { createGenerator } from "../../../core/autotune/strategy/generator.ts";
import { explore } from "../../../core/tuning/exploration/explore.ts";
import { mostPromising } from "../../../core/tuning/exploration/most-promising.ts";
import type { Bench, BenchOptions, BenchRow, BenchRun } from "../bench.ts";
import { runGate } from "../h5/image-gate.ts";
import { atLeast, atMost, OURS, ownRow, peerRow } from "../own-row.ts";
import { batches, meanOf } from "../race/rows.ts";
import { exploringFit, type Given, learnByGp, learnByIdw } from "../raters/learn.ts";
import { createStudio, RATERS, type Studio } from "../raters/studio.ts";
import { PLAIN_VOTER } from "../raters/voter.ts";
import { repeatsFigure, shareFigure } from "../statistics.ts";

const STUDIO_STREAM = 0x73747564;
const REPLICATES = {
  full: [
    [100, 300],
    [200, 120],
    [500, 40],
  ],
  ci: [[200, 24]],
} as const;
const JUDGED_AT = 200;
/** Scores before the first fit, and how many the fit for exploring reads. */
const FIRST_FIT = 20;
const EXPLORING_ROWS = { full: 200, ci: 100 } as const;
const IDW = { ...OURS, subject: "idw", origin: "this repository, core/tuning/idw" };

interface TuneSize {
  n: number;
  mode: keyof typeof REPLICATES;
}

/** One tune on made-up people: true gains in stars. */
interface Tune {
  gpGain: number;
  idwGain: number;
  isConfident: boolean;
  isConfirmed: boolean;
}

/** `n` scores on pairs: one person judges the live result and an explored one of each input. */
function givenPairs(studio: Studio, { n, mode }: TuneSize, seed: number): Given[] {
  const given: Given[] = [];
  for (let input = 0; input < n / 2; input += 1) {
    const { tunables, live } = studio;
    const known = given.slice(0, EXPLORING_ROWS[mode]);
    const promising = () => mostPromising({ tunables, live }, exploringFit(studio, known))?.values ?? live;
    const isFitted = given.length >= FIRST_FIT;
    const { values } = explore({ index: input, seed, tunables, live, promising: isFitted ? promising : null });
    const rater = input % RATERS;
    for (const set of [studio.live, values]) {
      given.push({ values: set, input, rater, score: studio.score(set, input, rater) });
    }
  }
  return given;
}

function runTune({ n, mode }: TuneSize, rngKey: number, index: number): Tune {
  const generator = createGenerator([STUDIO_STREAM, rngKey, n, index]);
  const studio = createStudio(generator);
  const given = givenPairs(studio, { n, mode }, generator.below(2 ** 32));
  const learnt = learnByGp(studio, given);
  const gpGain = learnt === null ? 0 : studio.gainOf(learnt.values);
  const isConfident = learnt !== null && learnt.lower > 0;
  const laws = { ...PLAIN_VOTER, gain: gpGain };
  const isConfirmed = isConfident && runGate({ name: "", n: 60, raters: 1, laws }, rngKey, index).isPassed;
  return { gpGain, idwGain: studio.gainOf(learnByIdw(studio, given)), isConfident, isConfirmed };
}

const share = (flags: readonly boolean[]) =>
  flags.length === 0 ? { ...repeatsFigure([]), estimate: 0 } : shareFigure(batches(flags));

function meanGain(tunes: readonly Tune[], pick: (tune: Tune) => number) {
  const figure = repeatsFigure(tunes.map(pick));
  return {
    ...figure,
    repeats: batches(tunes).map((batch) => meanOf(batch.map(pick))),
    estimate: meanOf(tunes.map(pick)),
  };
}

function tuneRows(n: number, tunes: readonly Tune[]): BenchRow[] {
  const isJudged = n === JUDGED_AT;
  const name = (what: string) => `${what}, ${n} scores`;
  const confident = tunes.filter(({ isConfident }) => isConfident);
  const confirmed = confident.filter(({ isConfirmed }) => isConfirmed);
  const isWrong = ({ gpGain }: Tune) => gpGain <= 0;
  const gain = { name: name("mean true gain of the pick"), unit: "stars" };
  const worse = { name: name("pick worse than live"), unit: "%" };
  return [
    ownRow({ ...gain, ...meanGain(tunes, ({ gpGain }) => gpGain) }, isJudged ? atLeast(0.2, "stars") : null),
    peerRow({ ...gain, ...meanGain(tunes, ({ idwGain }) => idwGain) }, IDW),
    ownRow({ ...worse, ...share(tunes.map(({ gpGain }) => gpGain < 0)) }, null),
    peerRow({ ...worse, ...share(tunes.map(({ idwGain }) => idwGain < 0)) }, IDW),
    ownRow(
      { name: name("gain_lower above 0"), unit: "%", ...share(tunes.map(({ isConfident }) => isConfident)) },
      null,
    ),
    ownRow(
      { name: name("wrong among gain_lower above 0"), unit: "%", ...share(confident.map(isWrong)) },
      isJudged ? atMost(10, "%") : null,
    ),
    ownRow(
      { name: name("wrong after a 60-pair confirmation"), unit: "%", ...share(confirmed.map(isWrong)) },
      isJudged ? atMost(5, "%") : null,
    ),
  ];
}

function run({ isCi, rngKey, say }: BenchOptions): Promise<BenchRun> {
  const mode = isCi ? "ci" : "full";
  const rows = REPLICATES[mode].flatMap(([n, replicates]) => {
    say(`TUB2  ${n} scores, ${replicates} tunes`);
    return tuneRows(
      n,
      Array.from({ length: replicates }, (_, index) => runTune({ n, mode }, rngKey, index)),
    );
  });
  const notes = [
    "Four parameters, quadratic truth with one interaction, best gain 0.36 stars over live at the middle; images 0.7, three raters 0.35, noise 0.6, scores rounded and clipped to 1 to 5. One person scores the live result and one explored set of each image.",
    "`gp` fits its five values and picks over grid and local steps; `idw` picks its largest prediction on the same scores.",
  ];
  return Promise.resolve({ rows, notes });
}

export const raterSimulator: Bench = {
  id: "TUB2",
  what: "what the image tuner learns from made-up raters",
  needsQuietMachine: false,
  run,
  peers: { debianPackages: [], run: null, subjects: [] },
};
