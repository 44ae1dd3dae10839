import type { Measured } from "../measured.ts";
import type { VisitOutcome } from "../search/search-state.ts";

/** The side of a comparison: A is the winner, B what it is compared with. */
type Arm = "A" | "B";

/** M24: fixed, in neighbouring pairs, so that linear drift cancels. */
const PAIRS = ["AB", "BA", "BA", "AB", "AB", "BA"] as const;

export const CONFIRMATION_PAIRS = PAIRS.length;

/** A confirmation under way; nothing of the search is in it. */
export interface ConfirmationState {
  /** Whole pairs, in order. */
  readonly pairs: readonly { a: Measured; b: Measured }[];
  /** The visit of the current pair that is done. */
  readonly half: Measured | null;
  /** Of the current pair; a pair is tried twice at most. */
  readonly attempt: 1 | 2;
  /** Why there will be no verdict. */
  readonly failure: string | null;
}

/** The visit a confirmation asks for. */
export interface ConfirmationVisit {
  arm: Arm;
  /** 1-based. */
  pair: number;
  attempt: 1 | 2;
  /** 1 or 2 in its pair. */
  position: number;
}

export function beginConfirmation(): ConfirmationState {
  return { pairs: [], half: null, attempt: 1, failure: null };
}

/** Null when all pairs are measured, or when one cannot be. */
export function nextConfirmationVisit(state: ConfirmationState): ConfirmationVisit | null {
  const pair = PAIRS[state.pairs.length];
  if (pair === undefined || state.failure !== null) return null;
  const isFirst = state.half === null;
  const arm = isFirst === (pair === "AB") ? "A" : "B";
  return { arm, pair: state.pairs.length + 1, attempt: state.attempt, position: isFirst ? 1 : 2 };
}

/** M24: an invalid visit repeats its pair once; a server failure, or a pair invalid twice, leaves no verdict. */
export function recordConfirmation(state: ConfirmationState, outcome: VisitOutcome): ConfirmationState {
  const visit = nextConfirmationVisit(state);
  if (visit === null) throw new RangeError("a finished confirmation has no use for another visit");
  switch (outcome.kind) {
    case "infeasible":
      return { ...state, failure: `${visit.arm} failed in pair ${visit.pair}: ${outcome.reason}` };
    case "invalid":
      return visit.attempt === 1
        ? { ...state, half: null, attempt: 2 }
        : { ...state, failure: `pair ${visit.pair} not comparable: ${outcome.reason}` };
    case "ok": {
      const value = { tps: outcome.tps, ttftMs: outcome.ttftMs };
      if (state.half === null) return { ...state, half: value };
      const [a, b] = visit.arm === "B" ? [state.half, value] : [value, state.half];
      return { ...state, pairs: [...state.pairs, { a, b }], half: null, attempt: 1 };
    }
  }
}
