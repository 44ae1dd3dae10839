import { median } from "../../measuring/percentiles.ts";
import { coefficientOfVariation } from "../report/cell-spread.ts";
import type { QuestionAnswer } from "./question-run.ts";

const LEAST_CELLS = 10;
const TOO_TIGHT = 0.02;
const TOO_LOOSE = 0.005;

/** OQ-A: the tie epsilon against the median spread (sigma over mean) of a stratum's cells; exactly at a threshold it stays. */
export function judgeTieEpsilon(
  cells: readonly (readonly number[])[],
): QuestionAnswer<"too_tight" | "too_loose" | "keep"> {
  const spreads = cells.flatMap((rates) => coefficientOfVariation(rates) ?? []);
  const value = median(spreads);
  if (spreads.length < LEAST_CELLS || value === null)
    return { n: spreads.length, value: null, verdict: "not_enough_data" };
  const verdict = value > TOO_TIGHT ? "too_tight" : value < TOO_LOOSE ? "too_loose" : "keep";
  return { n: spreads.length, value, verdict };
}
