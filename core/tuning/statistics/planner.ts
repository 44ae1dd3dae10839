import { signTest } from "./sign-test.ts";

const TWO_SIDED_95 = 1.959964;
/** Upper 5 % and 20 % points of the standard normal distribution: one-sided 5 %, power 80 %. */
const Z_ERROR = 1.6449;
const Z_POWER = 0.8416;

/** Half width in stars of the 95 % interval of a mean of `raters` scores with standard deviation `sd` (TU35). */
export function meanHalfWidth(raters: number, sd = 0.8): number {
  return (TWO_SIDED_95 * sd) / Math.sqrt(raters);
}

/** Paired scores that show a gain of `gain` stars, differences having the standard deviation `sd`; one-sided 5 %, power 80 % (TU35). */
export function pairedScoresNeeded(gain: number, sd: number): number {
  return Math.ceil((((Z_ERROR + Z_POWER) * sd) / gain) ** 2);
}

/** Votes that are no ties to show that a recipe wins with probability `winRate` above one half; one-sided 5 %, power 80 % (TU35). */
export function decisiveVotesNeeded(winRate: number): number {
  return Math.ceil(((Z_ERROR / 2 + Z_POWER * Math.sqrt(winRate * (1 - winRate))) / (winRate - 0.5)) ** 2);
}

/** Least wins of `votes` whose one-sided sign test reaches `level`; null where not even all would (TU35). */
export function winsNeeded(votes: number, level: number): number | null {
  for (let wins = 0; wins <= votes; wins += 1) if (signTest(wins, votes) <= level) return wins;
  return null;
}
