import type { KnobSettings } from "../../../serving/knobs.ts";

export const QUALITY_QUESTIONS = 40;
const LEAST_AGREEMENT = 0.95;

/** One unquantised cell answering twice, and the quantised finalists of its batch and context answering once each (step 6). */
export interface QualityTask {
  reference: KnobSettings;
  subjects: readonly KnobSettings[];
}

/** What a quantised finalist's answers amount to. */
export interface QualityVerdict {
  knobs: KnobSettings;
  questions: number;
  /** Answers equal to the unquantised cell's first ones; null when they could not be had. */
  agreeing: number | null;
  /** Equal answers of the unquantised cell's two rounds; null when they could not be had. */
  selfAgreeing: number | null;
}

export type QualityStanding = "unquantised" | "agrees" | "differs" | "not-shown";

/** TM18: a reference that disagrees with itself proves nothing about others, so its subjects are "quality not shown". */
export function decideQuality(verdict: QualityVerdict | null): Exclude<QualityStanding, "unquantised"> {
  if (verdict === null || verdict.agreeing === null || verdict.selfAgreeing === null) return "not-shown";
  const least = LEAST_AGREEMENT * verdict.questions;
  if (verdict.selfAgreeing < least) return "not-shown";
  return verdict.agreeing >= least ? "agrees" : "differs";
}
