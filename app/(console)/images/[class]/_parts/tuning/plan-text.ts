import {
  decisiveVotesNeeded,
  meanHalfWidth,
  pairedScoresNeeded,
} from "../../../../../../core/tuning/statistics/planner.ts";

/** Standard deviation in stars of the differences between two scores of one picture, as the planner's table has it. */
const SPREAD_OF_DIFFERENCES = 0.9;
const SMALL_GAIN = 0.3;
const CLEAR_GAIN = 0.5;
const WIN_RATE = 0.65;
const RATERS = 5;

/** How many ratings or votes a decision takes, beside how many paired ratings there are (TU35). */
export function planText(pairedRatings: number): string {
  const scores = (gain: number) => pairedScoresNeeded(gain, SPREAD_OF_DIFFERENCES);
  return [
    `How many it takes, at 80 % power: ${scores(CLEAR_GAIN)} paired scores show a gain of ${CLEAR_GAIN} stars, ${scores(SMALL_GAIN)} one of ${SMALL_GAIN}, if differences vary by ${SPREAD_OF_DIFFERENCES};`,
    `${decisiveVotesNeeded(WIN_RATE)} votes that are no ties show a recipe that wins ${WIN_RATE * 100} %.`,
    `The mean of ${RATERS} raters is sure to ±${meanHalfWidth(RATERS).toFixed(2)} stars.`,
    `There ${pairedRatings === 1 ? "is 1 paired rating" : `are ${pairedRatings} paired ratings`} so far.`,
  ].join(" ");
}
