import { expect, test } from "vitest";
import { classAnswer } from "./class-answer.ts";
import type { Tuner } from "./tuning/tune-state.ts";

const summary = {
  label: "receipt",
  definition: "",
  parent: null,
  origin: "built_in" as const,
  liveSha: "a",
  inputs: 30,
  runs: 70,
  progress: { class: "receipt", rated: 61, needed: 20, argumentSets: 3 },
  mean: 3.5,
  scores: 24,
};
const live = { recipeSha: "a", version: 1, toml: "", isPassThrough: false };
const collecting: Tuner = { state: "collecting", missing: ["7 more rated runs"], ratedRuns: 13 };
const computable: Tuner = { state: "computable", missing: ["a gp proposal"], ratedRuns: 61 };

test.each([
  [
    "how many of its rated runs the tuner counts",
    { live, tuner: collecting },
    "Mean score 3.50 of 5, n = 24. 13 rated runs can be compared with the live recipe. Before it can be tuned it needs 7 more rated runs.",
  ],
  [
    "that it can be tuned",
    { live, tuner: computable },
    "61 rated runs can be compared with the live recipe. It can be tuned.",
  ],
  ["only the mean until the tuner answered", { live, tuner: null }, "Mean score 3.50 of 5, n = 24."],
  ["that it has no recipe", { live: null, tuner: collecting }, "no recipe yet"],
  [
    "IM57 that a pass-through is not rated",
    { live: { ...live, isPassThrough: true }, tuner: collecting },
    "never offered for rating",
  ],
])("TU37 the class page says %s", (_title, { live: recipe, tuner }, expected) => {
  expect(classAnswer({ page: { summary, live: recipe }, tuner })).toContain(expected);
});

test("TU9 a class that was only judged in pairs is not called unrated", () => {
  const page = { summary: { ...summary, mean: null }, live };
  expect(classAnswer({ page, tuner: computable })).toContain("Judged in pairs, not scored yet. 61 rated runs");
});
