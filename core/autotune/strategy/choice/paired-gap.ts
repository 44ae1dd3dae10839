import { studentTQuantile } from "../../../measuring/student-t.ts";
import { meanOf } from "./block-table.ts";

/** How far a cell is behind the leader in ln tps, block by block (measurement.md section 3). */
export interface PairedGap {
  /** Mean of `x_lead - x_cell`; 0.05 is about 5 %. */
  mean: number;
  /** Standard error; at one block from the calibration's noise; infinite when neither is known. */
  se: number;
  blocks: number;
}

function sampleSd(values: readonly number[]): number {
  const mean = meanOf(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}

export function pairedGap(lead: readonly number[], cell: readonly number[], calibrationCv: number | null): PairedGap {
  const gaps = lead.map((value, block) => value - (cell[block] ?? value));
  const blocks = gaps.length;
  const singleSe = calibrationCv === null ? Number.POSITIVE_INFINITY : Math.SQRT2 * calibrationCv;
  return { mean: meanOf(gaps), se: blocks > 1 ? sampleSd(gaps) / Math.sqrt(blocks) : singleSe, blocks };
}

/** Half the width of a t interval around the mean; null with one block, which has no interval. */
export function gapHalfWidth({ se, blocks }: PairedGap, share: number): number | null {
  return blocks > 1 ? studentTQuantile(share, blocks - 1) * se : null;
}

/** One-sided 95 % bound above zero and more than the tie band behind: it cannot win any more. */
export function isDominated(gap: PairedGap, tieEpsilon: number): boolean {
  const half = gapHalfWidth(gap, 0.95);
  return half !== null && gap.mean - half > 0 && gap.mean > bandWidth(tieEpsilon);
}

/** The tie band in ln tps: `-ln(1 - eps)`; everything is inside when eps is 1 or more. */
export function bandWidth(tieEpsilon: number): number {
  return tieEpsilon >= 1 ? Number.POSITIVE_INFINITY : -Math.log(1 - tieEpsilon);
}
