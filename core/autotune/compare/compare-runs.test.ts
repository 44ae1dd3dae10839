import { expect, test } from "vitest";
import { compareRuns } from "./compare-runs.ts";
import { gapText } from "./gap-words.ts";
import type { RunSubject } from "./run-subject.ts";

/** A subject at 10 tok/s and 1,000 ms with the given relative deviations. */
function subject(change: Partial<RunSubject> = {}, tps = [10, 10.1, 9.9], ttftMs = [1000, 1010, 990]): RunSubject {
  const knobs = { kvBits: null, maxBatch: 1, maxContext: 2000 };
  const figure = { value: 10, text: "10.0 tok/s", label: "median of 3" };
  return {
    winner: {
      model: "acme/model-7B",
      modelLabel: "model-7B",
      knobs,
      knobsText: "",
      replicates: 3,
      tps: figure,
      ttft: figure,
      tpsMethod: "usage",
      isPartial: false,
      isShown: true,
      trialLocalId: 1,
      flags: [],
    },
    knobs,
    tps,
    ttftMs,
    tpsMethod: "usage",
    engine: "embedded",
    engineVersion: "3.21.1",
    chip: "Apple M4",
    ramGb: 16,
    targetContext: 2000,
    flags: [],
    ...change,
  };
}

const times = (values: readonly number[], factor: number) => values.map((value) => value * factor);
const rates = [10, 10.1, 9.9];

test.each<[string, Partial<RunSubject>, string]>([
  ["another engine", { engine: "llama-server" }, "engine"],
  ["another engine version", { engineVersion: "3.22.0" }, "engine version"],
  ["an unknown engine version on both sides", { engineVersion: null }, "engine version"],
  ["another chip", { chip: "Apple M2" }, "chip"],
  ["another memory size", { ramGb: 32 }, "memory, GiB"],
  ["another target context", { targetContext: 4000 }, "target context"],
  ["another load", { knobs: { kvBits: null, maxBatch: 2, maxContext: 2000 } }, "parallel requests"],
  ["another token count method", { tpsMethod: "deltas" }, "token count method"],
  ["a disturbed side", { flags: ["shared_machine"] }, "conditions"],
])("H-54 %s is not compared, and the field is named", (_title, change, field) => {
  const baseline = subject(change.engineVersion === null ? change : {});
  const result = compareRuns(baseline, subject(change), 0.02);
  expect(result.kind === "not_compared" && result.differing.map((one) => one.field)).toContain(field);
});

test("H-54 another model is not compared", () => {
  const other = subject();
  const result = compareRuns(subject(), { ...other, winner: { ...other.winner, model: "acme/model-3B" } }, 0.02);
  expect(result.kind === "not_compared" && result.differing[0]?.field).toBe("model");
});

test.each([
  ["20 % above is faster", 1.2, "better"],
  ["20 % below is slower", 0.8, "worse"],
  ["1 % above is inside the tie band", 1.01, "not_shown"],
  ["equal is not shown", 1, "not_shown"],
])("H-16 %s", (_title, factor, verdict) => {
  const result = compareRuns(subject(), subject({}, times(rates, factor)), 0.02);
  expect(result.kind === "compared" && result.tps?.verdict).toBe(verdict);
});

test("H-16 a lower first token is sooner", () => {
  const result = compareRuns(subject(), subject({}, rates, [700, 707, 693]), 0.02);
  const gap = result.kind === "compared" ? result.ttft : null;
  expect(gap !== null && gapText("ttft", gap)).toMatch(/^sooner by 30\.0 % \(95 % interval −/);
});

test("H-16 a noisy gap of 20 % is not shown: its interval holds zero", () => {
  const result = compareRuns(subject({}, [7, 10, 13]), subject({}, [9, 12, 15]), 0.02);
  expect(result.kind === "compared" && result.tps?.verdict).toBe("not_shown");
});

test("M27 a gap is told with its interval and both counts", () => {
  const result = compareRuns(subject(), subject({}, times(rates, 1.2)), 0.02);
  const gap = result.kind === "compared" ? result.tps : null;
  expect(gap !== null && gapText("tps", gap)).toMatch(
    /^faster by 20\.0 % \(95 % interval \+1\d\.\d % to \+2\d\.\d %, n = 3 and 3\)$/,
  );
});

test("M27 one measurement a side has no interval, so there is no figure", () => {
  const result = compareRuns(subject({}, [10], [1000]), subject({}, [12], [900]), 0.02);
  expect(result).toEqual({ kind: "compared", tps: null, ttft: null });
});
