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
}

interface DumbbellRow extends ProposalMeans {
  /** Held-out candidate with the gain's interval laid on the held-out live mean; null where there is none. */
  interval: { low: number; high: number } | null;
  isRegression: boolean;
}

export interface ProposalDumbbell extends ChartView {
  bars: DumbbellRow[];
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

const three = (value: number): string => value.toFixed(3);
const signed = (value: number): string => `${value < 0 ? "−" : "+"}${three(Math.abs(value))}`;

function verdictOf({ delta, gain, isRegression }: DumbbellRow): string {
  if (isRegression) return `REGRESSION: predicted ${signed(delta)} stars on held-out scores`;
  if (gain === null) return `predicted ${signed(delta)} stars on held-out scores; this method shows no interval`;
  return `predicted ${signed(delta)} stars on held-out scores; gain ${signed(gain.lower)} to ${signed(gain.upper)}`;
}

function barOf(means: ProposalMeans): DumbbellRow {
  const { gain, holdoutCurrent, delta } = means;
  const interval = gain === null ? null : { low: holdoutCurrent + gain.lower, high: holdoutCurrent + gain.upper };
  return { ...means, interval, isRegression: delta <= 0 };
}

const textOf = (bar: DumbbellRow): string =>
  `${bar.class}: ${verdictOf(bar)} (${bar.nTrain} train, ${bar.nHoldout} held out, ${bar.method}, seed ${bar.seed}).`;

/** C-12: live against proposal, class by class, as predictions (TU1). */
export function prepareProposalDumbbell(proposals: readonly ProposalMeans[]): ProposalDumbbell {
  const bars = proposals.map(barOf);
  return {
    question: "Is the proposal better than live?",
    sentence: bars.length === 0 ? "No proposal is open." : bars.map(textOf).join(" "),
    caption: "Scores of untried arguments are predictions. Live ○, proposal ●; train hollow, held out filled.",
    n: bars.reduce((sum, { nHoldout }) => sum + nHoldout, 0),
    x: { title: "mean score, stars" },
    y: { title: "class" },
    bars,
    twin: {
      heads: HEADS,
      rows: bars.map((bar, index) => ({
        id: `${bar.class}.${index}`,
        text: textOf(bar),
        at: { dataset: 0, index },
        values: [
          wordValue(bar.class),
          ...[bar.trainCurrent, bar.trainCandidate, bar.holdoutCurrent, bar.holdoutCandidate].map((mean) =>
            numberValue(mean, three),
          ),
          numberValue(bar.delta, signed),
          numberValue(bar.nTrain, String),
          numberValue(bar.nHoldout, String),
          wordValue(bar.method),
          numberValue(bar.seed, String),
        ],
      })),
    },
  };
}
