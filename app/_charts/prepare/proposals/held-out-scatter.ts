import type { Axis } from "../axis.ts";
import type { ChartView } from "../chart-view.ts";
import { head, numberValue, wordValue } from "../twin-table.ts";

/** One run with the score its model predicted and the score a person gave, in stars. */
export interface PredictedScore {
  /** Names the image without its path. */
  image: string;
  predicted: number;
  given: number;
  split: "train" | "holdout";
}

interface ScoreDot extends PredictedScore {
  /** Where the dot is drawn: given scores are whole, so dots are moved apart by at most 0.08. */
  x: number;
  y: number;
}

export interface HeldOutScatter extends ChartView {
  x: Axis & { title: string };
  y: Axis & { title: string };
  dots: ScoreDot[];
}

interface HeldOutFigures {
  scores: readonly PredictedScore[];
  meanAbsolute: number | null;
  spearman: number | null;
  /** Train dots are off unless asked for. */
  hasTrain: boolean;
}

const JITTER = 0.08;
/** Room around the scale, in stars. */
const MARGIN = 0.2;
/** Fills the interval evenly, so that neighbouring dots part. */
const GOLDEN = 0.618034;

const HEADS = [
  head("image", "image", false),
  head("predicted", "predicted"),
  head("given", "given"),
  head("split", "split", false),
];

const two = (value: number): string => value.toFixed(2);

function sentenceOf({ meanAbsolute, spearman }: HeldOutFigures, held: number): string {
  if (held === 0 || meanAbsolute === null)
    return "No score was held out, so nothing shows whether the prediction holds.";
  const order = spearman === null ? "their order cannot be judged" : `rank correlation ${two(spearman)}`;
  return `On ${held} held-out scores the prediction is off by ${two(meanAbsolute)} stars on average; ${order}.`;
}

/** The scale of 1 to 5 with room for the dots; a prediction beyond it widens both sides, so that the plot stays square. */
function scoreAxis(dots: readonly ScoreDot[]): Axis {
  const room = Math.max(...dots.map(({ x }) => Math.max(1 - x, x - 5)), 0) + MARGIN;
  return { min: 1 - room, max: 5 + room, isLog: false, ticks: [1, 2, 3, 4, 5] };
}

/** C-10: predicted against given scores, held-out ones alone unless train dots are asked for. */
export function prepareHeldOutScatter(figures: HeldOutFigures): HeldOutScatter {
  const shown = figures.scores.filter(({ split }) => split === "holdout" || figures.hasTrain);
  const dots = shown.map((score, index): ScoreDot => {
    const share = ((index + 1) * GOLDEN) % 1;
    return { ...score, x: score.predicted, y: score.given + JITTER * (2 * share - 1) };
  });
  const axis = scoreAxis(dots);
  const held = figures.scores.filter(({ split }) => split === "holdout").length;
  return {
    question: "Does the prediction hold on unseen images?",
    sentence: sentenceOf(figures, held),
    caption:
      "Dots on the diagonal were predicted exactly; dots are moved apart by up to 0.08 stars. Held out filled, train hollow.",
    n: dots.length,
    x: { ...axis, title: "predicted score, stars" },
    y: { ...axis, title: "given score, stars" },
    dots,
    twin: {
      heads: HEADS,
      rows: dots.map(({ image, predicted, given, split }, index) => ({
        id: `${image}.${index}`,
        text: `${image}, ${split === "holdout" ? "held out" : "train"}: predicted ${two(predicted)}, given ${given} stars.`,
        at: { dataset: 0, index },
        values: [wordValue(image), numberValue(predicted, two), numberValue(given, String), wordValue(split)],
      })),
    },
  };
}
