import { median } from "../../measuring/percentiles.ts";
import { studentTQuantile } from "../../measuring/student-t.ts";
import type { QuestionAnswer } from "./question-run.ts";

const LEAST_CELLS = 10;

/** The smallest gap two cells of `n` rates each can show at 90 % confidence: t(0.95, 2n−2)·s·√(2/n), over their median. */
export function discriminableShare(rates: readonly number[]): number | null {
  const n = rates.length;
  const centre = median(rates);
  if (n < 2 || centre === null || centre <= 0) return null;
  const mean = rates.reduce((sum, rate) => sum + rate, 0) / n;
  const deviation = Math.sqrt(rates.reduce((sum, rate) => sum + (rate - mean) ** 2, 0) / (n - 1));
  return (studentTQuantile(0.95, 2 * n - 2) * deviation * Math.sqrt(2 / n)) / centre;
}

/** OQ-B: the replicates stay while the median discriminable gap of a stratum's cells is within the tie epsilon, else 5. */
export function judgeStage2Replicates(
  cells: readonly (readonly number[])[],
  tieEpsilon: number,
): QuestionAnswer<"keep" | "five"> {
  const gaps = cells.flatMap((rates) => discriminableShare(rates) ?? []);
  const value = median(gaps);
  if (gaps.length < LEAST_CELLS || value === null) return { n: gaps.length, value: null, verdict: "not_enough_data" };
  return { n: gaps.length, value, verdict: value <= tieEpsilon ? "keep" : "five" };
}
