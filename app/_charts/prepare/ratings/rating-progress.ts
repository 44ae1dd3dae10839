import type { Axis } from "../axis.ts";
import type { ChartView } from "../chart-view.ts";
import { head, numberValue, wordValue } from "../twin-table.ts";

export interface ClassRatings {
  class: string;
  rated: number;
  needed: number;
  argumentSets: number;
}

export interface RatingProgress extends ChartView {
  x: Axis & { title: string };
  bars: ClassRatings[];
}

const STEP = 5;
const MOST_SHOWN = 40;

const BEGINS = "the rated runs and the variation that a tune begins with";

function sentenceOf(rows: readonly ClassRatings[]): string {
  const ready = rows.filter(({ rated, needed, argumentSets }) => rated >= needed && argumentSets >= 2);
  const [only, ...others] = rows;
  if (only !== undefined && others.length === 0) return oneText(only, ready.length === 1);
  const [next] = rows.filter(({ rated, needed }) => rated > 0 && rated < needed).sort((a, b) => b.rated - a.rated);
  const lead = `${ready.length} of ${rows.length} classes have ${BEGINS}.`;
  return next === undefined ? lead : `${lead} Next is ${next.class}, ${next.needed - next.rated} rated runs short.`;
}

function oneText({ class: label, rated, needed }: ClassRatings, isReady: boolean): string {
  if (isReady) return `${label} has ${BEGINS}.`;
  return rated < needed
    ? `${label} is ${needed - rated} rated runs short of what a tune begins with.`
    : `${label} has ${rated} rated runs but one argument set, which teaches nothing.`;
}

/** C-13: rated runs of each class towards the 20 that tuning needs (TU9); a run with several raters counts once. */
export function prepareRatingProgress(rows: readonly ClassRatings[]): RatingProgress {
  const most = Math.min(MOST_SHOWN, Math.max(20, ...rows.map(({ rated }) => rated)));
  const ticks = Array.from({ length: Math.ceil(most / STEP) + 1 }, (_, index) => index * STEP);
  return {
    question: "How many ratings until tuning unlocks?",
    sentence: sentenceOf(rows),
    caption: `Runs of each class with a score or a verdict that compare with its live recipe, as the tuner counts them; the line stands at 20. Bars end at ${MOST_SHOWN}; the table has the full count. One argument set teaches nothing.`,
    n: rows.reduce((sum, { rated }) => sum + rated, 0),
    x: { title: "rated runs", min: 0, max: ticks.at(-1) ?? 20, isLog: false, ticks },
    y: { title: "class" },
    bars: [...rows],
    twin: {
      heads: [
        head("class", "class", false),
        head("rated", "rated runs"),
        head("needed", "needed"),
        head("argument_sets", "argument sets"),
      ],
      rows: rows.map((row, index) => ({
        id: row.class,
        text: `${row.class}: ${row.rated} of ${row.needed} rated runs, ${row.argumentSets} argument sets.`,
        at: { dataset: 0, index },
        subject: row.class,
        values: [
          wordValue(row.class),
          numberValue(row.rated, String),
          numberValue(row.needed, String),
          numberValue(row.argumentSets, String),
        ],
      })),
    },
  };
}
