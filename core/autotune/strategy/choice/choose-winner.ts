import { type CellSeries, meanOf } from "./block-table.ts";
import { bandWidth, type PairedGap, pairedGap } from "./paired-gap.ts";

export interface ChoiceRule {
  tieEpsilon: number;
  /** Stands in for the spread of a single common block. */
  calibrationCv: number | null;
  /** The last tie-break, by target index. */
  recipeHashOf(index: number): string;
}

/** A contender after the choice, by target index. */
export interface Standing {
  index: number;
  /** Mean ln tps and mean ln TTFT over the common blocks. */
  meanX: number;
  meanLnTtft: number;
  /** Behind the leader. */
  gap: PairedGap;
  isInBand: boolean;
}

export interface AnchoredChoice {
  leader: number;
  winner: number;
  standings: Standing[];
}

/** TTFTs this close, ms, count as equal. */
const TTFT_TIE_MS = 1;

function leaderOf(series: readonly CellSeries[], rule: ChoiceRule): CellSeries | undefined {
  return series.toSorted(
    (left, right) => meanOf(right.x) - meanOf(left.x) || compareHashes(left.index, right.index, rule),
  )[0];
}

function compareHashes(left: number, right: number, rule: ChoiceRule): number {
  if (left === right) return 0;
  return rule.recipeHashOf(left) < rule.recipeHashOf(right) ? -1 : 1;
}

/** Lowest mean ln TTFT; those within 1 ms of it tie and go by higher mean x, then lower recipe hash. */
function winnerOf(band: readonly Standing[], rule: ChoiceRule): Standing | undefined {
  const lowestMs = Math.min(...band.map(({ meanLnTtft }) => Math.exp(meanLnTtft)));
  const tied = band.filter(({ meanLnTtft }) => Math.exp(meanLnTtft) - lowestMs < TTFT_TIE_MS);
  return tied.toSorted((left, right) => right.meanX - left.meanX || compareHashes(left.index, right.index, rule))[0];
}

/** Step 7: the band is anchored at the leader and never chained; null without a common block. */
export function chooseWinner(series: readonly CellSeries[], rule: ChoiceRule): AnchoredChoice | null {
  const measured = series.filter(({ x }) => x.length > 0);
  const leader = leaderOf(measured, rule);
  if (leader === undefined) return null;
  const standings = measured.map(({ index, x, lnTtft }): Standing => {
    const gap = pairedGap(leader.x, x, rule.calibrationCv);
    const isInBand = index === leader.index || gap.mean + gap.se <= bandWidth(rule.tieEpsilon);
    return { index, meanX: meanOf(x), meanLnTtft: meanOf(lnTtft), gap, isInBand };
  });
  const winner = winnerOf(
    standings.filter(({ isInBand }) => isInBand),
    rule,
  );
  return { leader: leader.index, winner: winner?.index ?? leader.index, standings };
}
