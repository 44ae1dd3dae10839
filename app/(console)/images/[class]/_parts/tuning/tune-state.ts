import { proposalLabel } from "../../../../../_words/proposal-words.ts";

interface ClassFacts {
  progress: { rated: number; needed: number; argumentSets: number };
  hasRecipe: boolean;
  isPassThrough: boolean;
  /** The open proposal of the class. */
  open: { id: string; number: number } | null;
}

type TuneState =
  | { kind: "ready"; text: string; proposalId: string }
  | { kind: "computable"; text: string }
  | { kind: "waiting"; text: string };

/** What a tune of this class waits for, or the proposal that awaits a decision (TU37). */
export function tuneState({ progress, hasRecipe, isPassThrough, open }: ClassFacts): TuneState {
  if (open !== null) {
    return { kind: "ready", text: `${proposalLabel(open)} awaits your decision.`, proposalId: open.id };
  }
  if (!hasRecipe) return { kind: "waiting", text: "It has no recipe to start from." };
  if (isPassThrough) return { kind: "waiting", text: "Its recipe copies the bytes: there is nothing to tune." };
  const missing = progress.needed - progress.rated;
  if (missing > 0)
    return { kind: "waiting", text: `Collecting: ${missing} more rated ${missing === 1 ? "run" : "runs"}.` };
  if (progress.argumentSets < 2) {
    return { kind: "waiting", text: "No variation: rated runs with a second argument set are needed." };
  }
  return { kind: "computable", text: `${progress.rated} rated runs with ${progress.argumentSets} argument sets.` };
}

/** The tuner's own state of the class and what the next one waits for. */
export function nextText({ state, missing }: { state: string; missing: readonly string[] }): string {
  return missing.length === 0 ? `Tuner: ${state}.` : `Tuner: ${state}; the next state needs ${missing.join(", ")}.`;
}
