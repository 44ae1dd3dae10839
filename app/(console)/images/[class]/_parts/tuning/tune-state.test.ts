import { expect, test } from "vitest";
import { type Tuner, tuneState } from "./tune-state.ts";

const computable: Tuner = { state: "computable", missing: ["a gp proposal", "12 more paired ratings"], ratedRuns: 25 };
const collecting: Tuner = { state: "collecting", missing: ["1 more rated run"], ratedRuns: 19 };
const confirmed: Tuner = { state: "confirmed", missing: [], ratedRuns: 80 };
const facts = { tuner: computable, isPassThrough: false, open: null, mayDecide: true };
const NEEDS = "the next state needs a gp proposal, 12 more paired ratings.";

test.each([
  ["what it collects", { tuner: collecting }, false, "Collecting: 1 more rated run."],
  ["that it can be tuned, and what comes next", {}, true, `Computable; ${NEEDS}`],
  ["the last state", { tuner: confirmed }, true, "Confirmed."],
  ["that a pass-through has nothing to tune", { isPassThrough: true }, false, "nothing to tune"],
  ["an open proposal", { open: { number: 9 } }, true, `PROP-9 awaits your decision. Computable; ${NEEDS}`],
  [
    "an open proposal to a reader who may not decide",
    { open: { number: 9 }, tuner: collecting, mayDecide: false },
    false,
    "PROP-9 awaits a decision. Collecting: 1 more rated run.",
  ],
  ["nothing of a tuner that was not read, and leaves it to the tune", { tuner: null }, true, ""],
] as const)("TU37 a class says %s", (_title, change, canTune, text) => {
  const state = tuneState({ ...facts, ...change });
  expect(state.canTune).toBe(canTune);
  expect(state.text).toContain(text);
});
