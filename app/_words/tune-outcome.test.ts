import { describe, expect, test } from "vitest";
import { ExitReason } from "../../core/autotune/exit-reason.ts";
import { isFailure, isOpen, type TuneFate, tuneOutcome } from "./tune-outcome.ts";

const fate = (change: Partial<TuneFate>): TuneFate => ({
  state: "finished",
  exitReason: "ok",
  isPartial: false,
  hasWinner: true,
  ...change,
});

describe("H-46 every outcome is a word with a grade", () => {
  test.each<[string, Partial<TuneFate>, string, string]>([
    ["a result", {}, "ok", "finished"],
    [
      "a partial result",
      { exitReason: "budget_exhausted_with_partial_recommendation" },
      "info",
      "partial, out of time",
    ],
    ["interrupted", { exitReason: "interrupted" }, "degrading", "interrupted"],
    ["nothing fits", { exitReason: "no_feasible" }, "degrading", "no model fits"],
    ["a conflict", { exitReason: "provider_conflict" }, "blocking", "another provider serves"],
    ["under way", { state: "running", exitReason: null }, "running", "running"],
    ["cancelled by a person is no fault", { state: "cancelled", exitReason: "interrupted" }, "info", "cancelled"],
    ["refused by the machine", { state: "refused", exitReason: null }, "blocking", "refused by its policy"],
  ])("%s", (_title, change, level, word) => {
    expect(tuneOutcome(fate(change))).toEqual({ level, word });
  });

  test("no exit reason is without a word", () => {
    for (const exitReason of ExitReason.options) expect(tuneOutcome(fate({ exitReason })).word).not.toBe("");
  });
});

test("H-27 `f` walks what ended badly, neither what runs nor what a person cancelled", () => {
  expect(isFailure(fate({ exitReason: "no_feasible" }))).toBe(true);
  expect(isFailure(fate({ state: "lost", exitReason: null }))).toBe(true);
  expect(isFailure(fate({}))).toBe(false);
  expect(isFailure(fate({ state: "cancelled" }))).toBe(false);
  expect(isFailure(fate({ state: "running", exitReason: null }))).toBe(false);
});

test("H-25 a tune is open until it can change no more", () => {
  expect(isOpen("cancelling")).toBe(true);
  expect(isOpen("cancelled")).toBe(false);
});
