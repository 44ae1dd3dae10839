import { median } from "../../../measuring/percentiles.ts";
import type { Measured } from "../measured.ts";

/** What the sentinel's start volleys say about this machine. */
export interface Calibration {
  /** Median tokens per second of the last three volleys. */
  referenceTps: number;
  /** Sample CV from successive differences of ln tps, so that warming up does not count as noise. */
  cv: number;
  volleys: number;
  isSettled: boolean;
}

const LEAST_VOLLEYS = 6;
const MOST_VOLLEYS = 12;
const SETTLED_SHARE = 0.97;

const medianOf = (volleys: readonly Measured[]): number => median(volleys.map(({ tps }) => tps)) ?? 0;

function isSettled(volleys: readonly Measured[]): boolean {
  return medianOf(volleys.slice(-3)) >= SETTLED_SHARE * medianOf(volleys.slice(-6, -3));
}

/** Section 10 step 1: 6 to 12 volleys in one start, until the last three are no longer slower than the three before. */
export function decideCalibration(volleys: readonly Measured[]): "more" | "settled" | "exhausted" {
  if (volleys.length < LEAST_VOLLEYS) return "more";
  if (isSettled(volleys)) return "settled";
  return volleys.length < MOST_VOLLEYS ? "more" : "exhausted";
}

/** Null of fewer than two volleys. */
export function calibrationOf(volleys: readonly Measured[]): Calibration | null {
  if (volleys.length < 2) return null;
  const logs = volleys.map(({ tps }) => Math.log(tps));
  const squares = logs.slice(1).reduce((sum, value, index) => sum + (value - (logs[index] ?? value)) ** 2, 0);
  return {
    referenceTps: medianOf(volleys.slice(-3)),
    cv: Math.sqrt(squares / (2 * (logs.length - 1))),
    volleys: volleys.length,
    isSettled: volleys.length >= LEAST_VOLLEYS && isSettled(volleys),
  };
}
