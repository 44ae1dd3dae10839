import type { ClassData } from "../tune/class-data.ts";

/** A live run and another of one input that people judged, in stars: above 0 where the other is better. */
export interface JudgedPair {
  readonly input: string;
  readonly live: string;
  readonly other: string;
  readonly value: number;
  readonly raters: number;
}

const SHOWN = 5;
const STARS = { left: 1, right: -1, tie: 0 } as const;

/** The five pairs where another recipe was most above live, and the five where it was most below (TU48). */
export function judgedPairs(data: ClassData): { best: JudgedPair[]; worst: JudgedPair[] } {
  const { log } = data;
  const nameOf = (run: number) => log.runs.names.textOf(log.runs.name.at(run));
  const all = [...differences(data).values()].map(({ live, other, byRater }): JudgedPair => {
    const values = [...byRater.values()];
    const value = values.reduce((sum, one) => sum + one, 0) / values.length;
    const input = log.runs.inputs.textOf(log.runs.input.at(live));
    return { input, live: nameOf(live), other: nameOf(other), value, raters: values.length };
  });
  const sorted = all.sort((a, b) => b.value - a.value || b.raters - a.raters || (a.input < b.input ? -1 : 1));
  const best = sorted.filter(({ value }) => value > 0).slice(0, SHOWN);
  const worst = sorted
    .filter(({ value }) => value < 0)
    .toReversed()
    .slice(0, SHOWN);
  return { best, worst };
}

interface Difference {
  readonly live: number;
  readonly other: number;
  readonly byRater: Map<number, number>;
}

/** By pair of runs and rater; a verdict counts as one star and wins over the difference of two scores. */
function differences({ log, sets, recipe, evidence }: ClassData): ReadonlyMap<string, Difference> {
  const found = new Map<string, Difference>();
  const set = (live: number, other: number, { rater, value }: { rater: number; value: number }) => {
    const key = `${live} ${other}`;
    const known = found.get(key) ?? { live, other, byRater: new Map() };
    found.set(key, known);
    known.byRater.set(rater, value);
  };
  const isLive = (run: number) => sets.of(run).sha === recipe.sha;
  const liveScores = new Map<string, { run: number; score: number }>();
  const scores = evidence.scores.filter((score) => !score.isLegacyInput);
  const keyOf = ({ run, rater }: { run: number; rater: number }) => `${log.runs.input.at(run)} ${rater}`;
  for (const score of scores) if (isLive(score.run)) liveScores.set(keyOf(score), score);
  for (const { run, rater, score } of scores) {
    const live = liveScores.get(keyOf({ run, rater }));
    if (live !== undefined && !isLive(run)) set(live.run, run, { rater, value: score - live.score });
  }
  for (const { left, right, rater, verdict } of evidence.pairs) {
    const leftStars = STARS[verdict];
    if (isLive(left) && !isLive(right)) set(left, right, { rater, value: 0 - leftStars });
    else if (isLive(right) && !isLive(left)) set(right, left, { rater, value: leftStars });
  }
  return found;
}
