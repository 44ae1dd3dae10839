import { expect, test } from "vitest";
import { nextText, tuneState } from "./tune-state.ts";

const facts = {
  progress: { rated: 25, needed: 20, argumentSets: 3 },
  hasRecipe: true,
  isPassThrough: false,
  open: null,
};

test.each([
  ["collecting", { progress: { rated: 19, needed: 20, argumentSets: 3 } }, "waiting", "Collecting: 1 more rated run."],
  ["no variation", { progress: { rated: 20, needed: 20, argumentSets: 1 } }, "waiting", "No variation"],
  ["no recipe", { hasRecipe: false }, "waiting", "no recipe"],
  ["a pass-through", { isPassThrough: true }, "waiting", "nothing to tune"],
  ["computable", {}, "computable", "25 rated runs with 3 argument sets."],
  ["an open proposal", { open: { id: "x", number: 9 } }, "ready", "PROP-9 awaits your decision."],
])("TU37 a class says %s", (_title, change, kind, text) => {
  const state = tuneState({ ...facts, ...change });
  expect(state.kind).toBe(kind);
  expect(state.text).toContain(text);
});

test("TU37 what is missing for the next state stands in words", () => {
  expect(nextText({ state: "computable", missing: ["a gp proposal", "12 more paired ratings"] })).toBe(
    "Tuner: computable; the next state needs a gp proposal, 12 more paired ratings.",
  );
  expect(nextText({ state: "confirmed", missing: [] })).toBe("Tuner: confirmed.");
});
