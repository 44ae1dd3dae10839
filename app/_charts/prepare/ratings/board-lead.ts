import { type Axis, fitAxis } from "../axis.ts";
import type { ChartView } from "../chart-view.ts";
import { head, numberValue, wordValue } from "../twin-table.ts";

/** One recipe that has a place, in the order of the board; stars above the class mean. */
export interface BoardPlace {
  id: string;
  name: string;
  rank: number;
  rankRange: readonly [best: number, worst: number];
  effect: { mean: number; lower: number; upper: number };
  /** Rated runs. */
  n: number;
  /** The crown's word; null for all but the leader. */
  crown: string | null;
}

interface BoardLeadInput {
  places: readonly BoardPlace[];
  /** Who leads and how surely, in words, with the crown's own. */
  sentence: string;
  /** "Blind ratings at 1,600 px". */
  board: string;
}

export interface BoardLead extends ChartView {
  x: Axis & { title: string };
  places: BoardPlace[];
}

const signed = (value: number): string => {
  const text = Math.abs(value).toFixed(2);
  return text === "0.00" ? text : `${value < 0 ? "−" : "+"}${text}`;
};

const rangeText = ([best, worst]: BoardPlace["rankRange"]): string =>
  best === worst ? `${best}` : `${best} to ${worst}`;

const textOf = ({ name, rank, rankRange, effect, n, crown }: BoardPlace): string =>
  `${rank}. ${name}: ≈ ${signed(effect.mean)} stars (${signed(effect.lower)} to ${signed(effect.upper)}), ranks ${rangeText(rankRange)} possible, n = ${n}${crown === null ? "" : `, ${crown}`}.`;

/** C-09 of an image recipe board: the estimated effect of each recipe with its 95 % interval, the best lower end first. */
export function prepareBoardLead({ places, sentence, board }: BoardLeadInput): BoardLead {
  return {
    question: "Who leads this board, how surely?",
    sentence,
    caption: `${board}. Estimates, hollow, with their 95 % interval; a recipe stands by its lower end. The star is the crown; the dashed line is the mean of the class.`,
    n: places.reduce((sum, { n }) => sum + n, 0),
    x: {
      ...fitAxis([0, ...places.flatMap(({ effect }) => [effect.lower, effect.upper])]),
      title: "stars above the class mean",
    },
    y: { title: "image recipe" },
    places: [...places],
    twin: {
      heads: [
        head("rank", "rank"),
        head("range", "possible ranks", false),
        head("entry", "entry", false),
        head("value", "effect, stars"),
        head("low", "low"),
        head("high", "high"),
        head("n", "n"),
        head("stability", "stability", false),
      ],
      rows: places.map((place, index) => ({
        id: place.id,
        text: textOf(place),
        at: { dataset: 0, index },
        values: [
          numberValue(place.rank, String),
          wordValue(rangeText(place.rankRange)),
          wordValue(place.name),
          numberValue(place.effect.mean, signed),
          numberValue(place.effect.lower, signed),
          numberValue(place.effect.upper, signed),
          numberValue(place.n, String),
          wordValue(place.crown ?? "–"),
        ],
      })),
    },
  };
}
