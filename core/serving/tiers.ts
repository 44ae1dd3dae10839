import { estimateFit, type FitQuestion } from "./fit.ts";

const GIB = 2 ** 30;

/** A4: the default context cap in tokens by physical memory. */
export function tierContextCap(ramBytes: number): number {
  if (ramBytes <= 12 * GIB) return 20_000;
  if (ramBytes <= 24 * GIB) return 50_000;
  return ramBytes <= 48 * GIB ? 120_000 : 200_000;
}

export interface CapQuestion {
  ramBytes: number;
  /** From the model's header; null when it does not say. */
  trainedContext: number | null;
  fit: Omit<FitQuestion, "maxContext">;
}

interface DefaultCap {
  maxContext: number;
  /** Why the tier's value was lowered; null when it was not. */
  loweredBecause: string | null;
}

const doesFit = (fit: CapQuestion["fit"], maxContext: number): boolean =>
  estimateFit({ ...fit, maxContext }).verdict !== "does_not_fit";

/** A6: the default cap, lowered to the trained context and to the largest multiple of 1,000 (at least 2,000) whose estimate fits. */
export function defaultContextCap(question: CapQuestion): DefaultCap {
  const tier = tierContextCap(question.ramBytes);
  const trained = Math.min(tier, question.trainedContext ?? tier);
  const reason = trained < tier ? `the model was trained for ${trained} tokens` : null;
  if (doesFit(question.fit, trained)) return { maxContext: trained, loweredBecause: reason };
  let lowered = Math.floor(trained / 1000) * 1000;
  while (lowered > 2000 && !doesFit(question.fit, lowered)) lowered -= 1000;
  const maxContext = Math.min(trained, Math.max(2000, lowered));
  return { maxContext, loweredBecause: maxContext < trained ? `the estimate fits ${maxContext} tokens` : reason };
}
