export type AgreementWord = "firm" | "tentative" | "not enough";

const FIRM = 0.8;
const TENTATIVE = 0.667;
const WEAK_KAPPA = 0.4;
const LEAST_REPEATS = 10;

/** The word for an α; per-rater winners are shown before disagreement is called noise (TU33). */
export function agreementWord(alpha: number): AgreementWord {
  if (alpha >= FIRM) return "firm";
  return alpha >= TENTATIVE ? "tentative" : "not enough";
}

/** Whether reviewers are shown a rater as inconsistent: κ below 0.4 on at least ten own repeats; nobody is dropped (TU33). */
export function isInconsistent({ kappa, repeats }: { kappa: number | null; repeats: number }): boolean {
  return kappa !== null && kappa < WEAK_KAPPA && repeats >= LEAST_REPEATS;
}
