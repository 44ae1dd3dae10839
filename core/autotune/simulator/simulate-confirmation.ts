import { beginConfirmation, nextConfirmationVisit, recordConfirmation } from "../strategy/confirmation/confirmation.ts";
import { type ConfirmationVerdict, decideVerdict } from "../strategy/confirmation/verdict.ts";
import type { Machine } from "./machine.ts";

/** A confirmation of one cell against another on a simulated machine; null when it was cut short by a failure. */
export function simulateConfirmation(
  machine: Machine,
  { a, b, tieEpsilon }: { a: number; b: number; tieEpsilon: number },
): ConfirmationVerdict | null {
  let state = beginConfirmation();
  for (let visit = nextConfirmationVisit(state); visit !== null; visit = nextConfirmationVisit(state)) {
    state = recordConfirmation(state, machine.visit(visit.arm === "A" ? a : b));
  }
  return decideVerdict(state.pairs, tieEpsilon);
}
