import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { VisitOutcome } from "../search/search-state.ts";
import { beginConfirmation, nextConfirmationVisit, recordConfirmation } from "./confirmation.ts";
import { decideVerdict } from "./verdict.ts";

const ok: VisitOutcome = { kind: "ok", tps: 20, ttftMs: 4000 };
const invalid: VisitOutcome = { kind: "invalid", reason: "power_changed" };

/** Answers one visit after the other; the last outcome goes on for ever. */
function drive(outcomes: readonly VisitOutcome[]) {
  let state = beginConfirmation();
  const arms: string[] = [];
  for (let visit = nextConfirmationVisit(state); visit !== null; visit = nextConfirmationVisit(state)) {
    state = recordConfirmation(state, outcomes[arms.length] ?? outcomes.at(-1) ?? ok);
    arms.push(visit.arm);
  }
  return { state, arms: arms.join("") };
}

describe("TM20 confirmation", () => {
  test("TM20 the order is ABBA BAAB ABBA, in six neighbouring pairs", () => {
    const { state, arms } = drive([ok]);
    expect(arms).toBe("ABBABAABABBA");
    expect(state.pairs).toHaveLength(6);
  });

  test("TM20 each pair holds A and B whichever came first", () => {
    let state = beginConfirmation();
    for (let visit = nextConfirmationVisit(state); visit !== null; visit = nextConfirmationVisit(state)) {
      state = recordConfirmation(state, { kind: "ok", tps: visit.arm === "A" ? 30 : 20, ttftMs: 4000 });
    }
    expect(state.pairs.every(({ a, b }) => a.tps === 30 && b.tps === 20)).toBe(true);
  });

  test("M24 an invalid visit repeats its whole pair once", () => {
    const { state, arms } = drive([ok, ok, ok, invalid, ok]);
    expect(arms).toBe("ABBABABAABABBA");
    expect(state).toMatchObject({ failure: null });
  });

  test("M24 a pair invalid twice leaves no verdict, with the reason", () => {
    const { state } = drive([ok, ok, invalid, invalid]);
    expect(state.failure).toBe("pair 2 not comparable: power_changed");
    expect(decideVerdict(state.pairs, 0.02)).toBeNull();
  });

  test("M24 a server failure leaves no verdict, with the reason", () => {
    expect(drive([ok, { kind: "infeasible", reason: "HTTP 503" }]).state.failure).toBe("B failed in pair 1: HTTP 503");
  });

  test("M24 any outcomes end after at most 24 visits", () => {
    const outcome = fc.constantFrom(ok, invalid, ok, ok);
    fc.assert(fc.property(fc.array(outcome, { minLength: 1 }), (outcomes) => drive(outcomes).arms.length <= 24));
  });
});
