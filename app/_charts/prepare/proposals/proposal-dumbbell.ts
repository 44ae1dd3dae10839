import { formatScore, formatStarGap } from "../../../../core/units/stars.ts";
import { type Axis, fitAxis } from "../axis.ts";
import type { ChartView } from "../chart-view.ts";
import { head, numberValue, wordValue } from "../twin-table.ts";

/** Predicted means of one proposal against its live recipe, in stars (TU25, TU42). */
export interface ProposalMeans {
  class: string;
  trainCurrent: number;
  trainCandidate: number;
  holdoutCurrent: number;
  holdoutCandidate: number;
  delta: number;
  /** 90 % interval of the expected gain; null for `idw`. */
  gain: { lower: number; upper: number } | null;
  nTrain: number;
  nHoldout: number;
  method: "gp" | "idw";
  seed: number;
  /** Verdicts of the ended blind confirmation, by input; null before its end, when nothing of it is told (TU40). */
  blind: { better: number; tied: number; worse: number } | null;
}

interface DumbbellRow extends ProposalMeans {
  /** Held-out candidate with the gain's interval laid on the held-out live mean; null where there is none. */
  interval: { low: number; high: number } | null;
  isRegression: boolean;
}

/** One line of the drawing: a class on its training or its held-out images. */
interface DumbbellLane {
  name: string;
  split: "holdout" | "train";
  live: number;
  proposal: number;
  interval: DumbbellRow["interval"];
  /** What stands behind the marks: REGRESSION, blind pairs. */
  note: string;
  isRegression: boolean;
}

export interface ProposalDumbbell extends ChartView {
  x: Axis & { title: string };
  bars: DumbbellRow[];
  /** Two a class: held out first, then train. */
  lanes: DumbbellLane[];
}

const HEADS = [
  head("class", "class", false),
  head("live_train", "live, train"),
  head("proposal_train", "proposal, train"),
  head("live_holdout", "live, held out"),
  head("proposal_holdout", "proposal, held out"),
  head("delta", "Δ"),
  head("n_train", "n train"),
  head("n_holdout", "n test"),
  head("method", "method", false),
  head("seed", "random seed"),
];

function verdictOf({ delta, gain, isRegression }: DumbbellRow): string {
  if (isRegression) return `REGRESSION: predicted ${formatStarGap(delta)} stars on held-out scores`;
  if (gain === null) return `predicted ${formatStarGap(delta)} stars on held-out scores; this method shows no interval`;
  return `predicted ${formatStarGap(delta)} stars on held-out scores; gain ${formatStarGap(gain.lower)} to ${formatStarGap(gain.upper)}`;
}

function barOf(means: ProposalMeans): DumbbellRow {
  const { gain, holdoutCurrent, delta } = means;
  const interval = gain === null ? null : { low: holdoutCurrent + gain.lower, high: holdoutCurrent + gain.upper };
  return { ...means, interval, isRegression: delta <= 0 };
}

function blindText({ blind }: DumbbellRow): string {
  return blind === null ? "" : `blind pairs ${blind.better} better, ${blind.tied} tied, ${blind.worse} worse`;
}

function lanesOf(bar: DumbbellRow, isAlone: boolean): DumbbellLane[] {
  const { isRegression } = bar;
  const note = [isRegression ? "REGRESSION" : "", blindText(bar)].filter((part) => part !== "").join(" · ");
  const held = { split: "holdout" as const, live: bar.holdoutCurrent, proposal: bar.holdoutCandidate };
  const train = { split: "train" as const, live: bar.trainCurrent, proposal: bar.trainCandidate };
  return [
    { ...held, name: isAlone ? "held out" : bar.class, interval: bar.interval, note, isRegression },
    { ...train, name: "train", interval: null, note: "", isRegression: false },
  ];
}

const textOf = (bar: DumbbellRow): string =>
  `${bar.class}: ${verdictOf(bar)} (${bar.nTrain} train, ${bar.nHoldout} held out, ${bar.method}, seed ${bar.seed})${bar.blind === null ? "" : `; ${blindText(bar)}`}.`;

/** C-12: live against proposal, class by class, as predictions (TU1). */
export function prepareProposalDumbbell(proposals: readonly ProposalMeans[]): ProposalDumbbell {
  const bars = proposals.map(barOf);
  const lanes = bars.flatMap((bar) => lanesOf(bar, bars.length === 1));
  const means = lanes.flatMap(({ live, proposal, interval }) => [
    live,
    proposal,
    ...(interval === null ? [] : [interval.low, interval.high]),
  ]);
  return {
    question: "Is the proposal better than live?",
    sentence: bars.length === 0 ? "No proposal is open." : bars.map(textOf).join(" "),
    caption:
      "Scores of untried arguments are predictions. Live round, proposal diamond; train hollow, held out filled; the line is the 90 % interval of the gain.",
    n: bars.reduce((sum, { nHoldout }) => sum + nHoldout, 0),
    x: { ...fitAxis(means), title: "mean score, stars" },
    y: { title: bars.length === 1 ? "images" : "class" },
    bars,
    lanes,
    twin: {
      heads: HEADS,
      rows: bars.map((bar, index) => ({
        id: `${bar.class}.${index}`,
        text: textOf(bar),
        at: { dataset: 0, index: 2 * index },
        values: [
          wordValue(bar.class),
          ...[bar.trainCurrent, bar.trainCandidate, bar.holdoutCurrent, bar.holdoutCandidate].map((mean) =>
            numberValue(mean, formatScore),
          ),
          numberValue(bar.delta, formatStarGap),
          numberValue(bar.nTrain, String),
          numberValue(bar.nHoldout, String),
          wordValue(bar.method),
          numberValue(bar.seed, String),
        ],
      })),
    },
  };
}
