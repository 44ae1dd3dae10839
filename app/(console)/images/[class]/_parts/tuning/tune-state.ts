import type { RouterOutputs } from "../../../../../_trpc/procedures.ts";
import { proposalLabel } from "../../../../../_words/proposal-words.ts";

/** What the server's tuner says of a class. */
export type Tuner = Pick<RouterOutputs["proposals"]["state"], "state" | "missing" | "ratedRuns">;

interface ClassFacts {
  /** Null until it is read, and where it cannot be. */
  tuner: Tuner | null;
  isPassThrough: boolean;
  /** The open proposal of the class. */
  open: { number: number } | null;
  /** The reader may approve and reject. */
  mayDecide: boolean;
}

interface TuneState {
  /** False while a tune would only say what is missing; what is not known is left to the tune. */
  canTune: boolean;
  text: string;
}

/** Whether a tune of this class can find anything, what the next state waits for, and the proposal that awaits a decision (TU37). */
export function tuneState({ tuner, isPassThrough, open, mayDecide }: ClassFacts): TuneState {
  const decision = open === null ? "" : `${proposalLabel(open)} awaits ${mayDecide ? "your" : "a"} decision. `;
  if (isPassThrough) {
    return { canTune: false, text: `${decision}Its recipe copies the bytes: there is nothing to tune.` };
  }
  if (tuner === null) return { canTune: true, text: decision.trim() };
  return { canTune: tuner.state !== "collecting", text: `${decision}${stateText(tuner)}` };
}

function stateText({ state, missing }: Tuner): string {
  if (state === "collecting") return `Collecting: ${missing.join(", ")}.`;
  const name = `${state.slice(0, 1).toUpperCase()}${state.slice(1)}`;
  return missing.length === 0 ? `${name}.` : `${name}; the next state needs ${missing.join(", ")}.`;
}
