import { mulberry32 } from "../sampling/mulberry32.ts";
import { recipeStrengths, type Strength } from "../statistics/strengths.ts";
import { type Vote, votesFromScores } from "../statistics/votes.ts";
import type { ClassData } from "../tune/class-data.ts";

/** A thousand resamples of more recipes take seconds; one that few voted on is as open as its prior. */
const MOST_RECIPES = 12;

/** Strengths of the recipes of a class with the most votes, from its scores and verdicts (TU34). */
export function voteStrengths(data: ClassData): Strength[] {
  const votes = votesOf(data);
  const counts = new Map<string, number>();
  for (const { left, right } of votes) for (const one of [left, right]) counts.set(one, (counts.get(one) ?? 0) + 1);
  const sorted = [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).slice(0, MOST_RECIPES);
  const kept = new Set(sorted.map(([recipe]) => recipe));
  const among = votes.filter(({ left, right }) => kept.has(left) && kept.has(right));
  return recipeStrengths(among, mulberry32(data.seed));
}

function votesOf({ log, sets, evidence }: ClassData): Vote[] {
  const { runs } = log;
  const inputOf = (run: number) => String(runs.input.at(run));
  const scores = evidence.scores
    .filter(({ isLegacyInput }) => !isLegacyInput)
    .map(({ run, rater, score }) => {
      const of = { input: inputOf(run), recipe: sets.of(run).sha, run: String(run) };
      return { ...of, rater: String(rater), score };
    });
  const verdicts = evidence.pairs.flatMap(({ left, right, rater, verdict }): Vote[] => {
    const [first, second] = [sets.of(left).sha, sets.of(right).sha];
    if (first === second) return [];
    return [{ input: inputOf(left), rater: String(rater), left: first, right: second, outcome: verdict }];
  });
  return [...votesFromScores(scores), ...verdicts];
}
