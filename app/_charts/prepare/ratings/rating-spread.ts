import type { Axis } from "../axis.ts";
import type { ChartView } from "../chart-view.ts";
import { head, numberValue, type TwinTable, wordValue } from "../twin-table.ts";

export interface RecipeScoreCounts {
  class: string;
  recipeSha: string;
  isLive: boolean;
  counts: readonly number[];
  mean: number | null;
  ratedRuns: number;
  unratedRuns: number;
  /** Why it was made live against a refusal (TU50). */
  forced: string | null;
}

/** One bar: shares left of zero are 1, 2 and half of 3, right of it the rest. */
interface SpreadBar {
  id: string;
  name: string;
  n: number;
  unrated: number;
  /** Where each of the five parts begins and ends, in percent of the ratings. */
  parts: { score: number; count: number; from: number; to: number }[];
}

export interface RatingSpread extends ChartView {
  x: Axis & { title: string };
  bars: SpreadBar[];
}

const percent = (value: number): string => `${Math.round(value)} %`;

function barOf(row: RecipeScoreCounts): SpreadBar {
  const n = row.counts.reduce((sum, count) => sum + count, 0);
  const shares = row.counts.map((count) => (n === 0 ? 0 : (100 * count) / n));
  let edge = -((shares[0] ?? 0) + (shares[1] ?? 0) + (shares[2] ?? 0) / 2);
  const parts = shares.map((share, index) => {
    const from = edge;
    edge += share;
    return { score: index + 1, count: row.counts[index] ?? 0, from, to: edge };
  });
  const name = `${row.class} ${row.recipeSha.slice(0, 8)}${row.isLive ? " live" : ""}${row.forced === null ? "" : " forced"}`;
  return { id: `${row.class} ${row.recipeSha}`, name, n, unrated: row.unratedRuns, parts };
}

function twinOf(rows: readonly RecipeScoreCounts[]): TwinTable {
  return {
    heads: [
      head("class", "class", false),
      head("recipe_sha", "recipe", false),
      ...[1, 2, 3, 4, 5].map((score) => head(`n${score}`, String(score))),
      head("mean", "mean"),
      head("unrated_runs", "unrated runs"),
    ],
    rows: rows.map((row, index) => {
      const n = row.counts.reduce((sum, count) => sum + count, 0);
      const told = row.counts.map((count, at) => `${count} × ${at + 1}`).join(", ");
      return {
        id: `${row.class} ${row.recipeSha}`,
        text: `${row.class}, recipe ${row.recipeSha.slice(0, 8)}${row.forced === null ? "" : `, forced (${row.forced})`}: ${n === 0 ? "no rating" : told}; ${row.unratedRuns} runs unrated.`,
        at: { dataset: 0, index },
        subject: row.class,
        values: [
          wordValue(row.class),
          { shown: `${row.recipeSha.slice(0, 12)}${row.forced === null ? "" : " forced"}`, csv: row.recipeSha },
          ...row.counts.map((count) => numberValue(count, String)),
          numberValue(row.mean, (mean) => mean.toFixed(2)),
          numberValue(row.unratedRuns, String),
        ],
      };
    }),
  };
}

function sentenceOf(rows: readonly RecipeScoreCounts[], n: number): string {
  if (n === 0) return "No run has been rated yet.";
  const good = rows.reduce((sum, row) => sum + (row.counts[3] ?? 0) + (row.counts[4] ?? 0), 0);
  return `${percent((100 * good) / n)} of ${n} ratings are good or excellent, 4 or 5.`;
}

/** C-11: how ratings are spread, by class and recipe; the latest score of each run and rater. */
export function prepareRatingSpread(rows: readonly RecipeScoreCounts[]): RatingSpread {
  const n = rows.reduce((sum, row) => sum + row.counts.reduce((all, count) => all + count, 0), 0);
  return {
    question: "How are ratings spread?",
    sentence: sentenceOf(rows, n),
    caption:
      "Share of each score, 1 and 2 left, 4 and 5 right, 3 on the middle; the count stands in its part. Outline: runs nobody has rated. Latest score of each run and rater.",
    n,
    x: { title: "share of ratings, %", min: -100, max: 100, isLog: false, ticks: [-100, -50, 0, 50, 100] },
    y: { title: "class and recipe" },
    bars: rows.map(barOf),
    twin: twinOf(rows),
  };
}
