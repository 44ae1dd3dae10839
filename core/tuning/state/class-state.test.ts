import { expect, test } from "vitest";
import { classState, type StateFacts } from "./class-state.ts";

const READY: StateFacts = {
  ratedRuns: 80,
  argumentSets: 12,
  tunables: 3,
  triedTunables: 2,
  proposal: { method: "gp", gainLower: 0.1, delta: 0.2 },
  pairedRatings: 40,
  pairedInputs: 15,
  alpha: 0.667,
  sharedItems: 10,
  confounding: [],
  isConfirmed: false,
  isPromoted: false,
};

test.each<[string, Partial<StateFacts>]>([
  ["39 pairs", { pairedRatings: 39 }],
  ["14 inputs", { pairedInputs: 14 }],
  ["α 0.66", { alpha: 0.66 }],
  ["gain_lower 0", { proposal: { method: "gp", gainLower: 0, delta: 0.2 } }],
  ["delta 0", { proposal: { method: "gp", gainLower: 0.1, delta: 0 } }],
  ["an idw proposal", { proposal: { method: "idw", gainLower: null, delta: 0.2 } }],
  ["a warning", { confounding: [{ text: "light.gamma rises with luma_mean" }] }],
])("TD26 %s alone blocks ready and is named", (_title, change) => {
  const { state, missing } = classState({ ...READY, ...change });
  expect(state).toBe("computable");
  expect(missing).toHaveLength(1);
});

test("TD26 with every condition met the class is ready", () => {
  expect(classState(READY).state).toBe("ready");
});

test.each<[string, Partial<StateFacts>, string]>([
  ["few rated runs", { ratedRuns: 17 }, "collecting"],
  ["a passed confirmation", { isConfirmed: true }, "confirmed"],
  [
    "a passed confirmation that was started before the class was ready",
    { isConfirmed: true, pairedRatings: 0 },
    "confirmed",
  ],
  ["a passed confirmation of no open proposal", { isConfirmed: true, proposal: null }, "computable"],
  ["a live proposal", { isPromoted: true }, "promoted"],
  ["low agreement on few shared items", { alpha: 0.2, sharedItems: 9 }, "ready"],
])("TU37 %s", (_title, change, expected) => {
  expect(classState({ ...READY, ...change }).state).toBe(expected);
});

test("TU37 collecting names the number of runs that are missing", () => {
  expect(classState({ ...READY, ratedRuns: 17 }).missing).toEqual(["3 more rated runs"]);
});

test.each<[string, Partial<StateFacts>, string]>([
  ["nothing in the recipe may move", { tunables: 0, triedTunables: 0 }, "a tunable parameter in the live recipe"],
  ["no tunable was tried", { triedTunables: 0 }, "rated runs with another value of a tunable"],
])("TU37 TU13 a class in which %s cannot be tuned yet, and says why", (_title, change, missing) => {
  expect(classState({ ...READY, ...change })).toEqual({ state: "collecting", missing: [missing] });
});
