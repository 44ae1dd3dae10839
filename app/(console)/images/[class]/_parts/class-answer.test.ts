import { expect, test } from "vitest";
import { classAnswer } from "./class-answer.ts";

const summary = {
  label: "receipt",
  definition: "",
  parent: null,
  origin: "built_in" as const,
  liveSha: "a",
  inputs: 30,
  runs: 30,
  progress: { class: "receipt", rated: 13, needed: 20, argumentSets: 2 },
  mean: 3.5,
};
const live = { recipeSha: "a", version: 1, toml: "", isPassThrough: false };
const rated = (count: number, argumentSets: number) => ({
  ...summary,
  progress: { ...summary.progress, rated: count, argumentSets },
});

test.each([
  ["how many are missing", { summary, live }, "13 of 20 rated runs: 7 more before it can be tuned."],
  ["that there is no variation", { summary: rated(25, 1), live }, "No variation"],
  ["that it can be tuned", { summary: rated(25, 3), live }, "3 argument sets are rated: it can be tuned."],
  ["that it has no recipe", { summary, live: null }, "no recipe yet"],
  [
    "IM57 that a pass-through is not rated",
    { summary, live: { ...live, isPassThrough: true } },
    "never offered for rating",
  ],
])("TU37 the class page says %s", (_title, page, expected) => {
  expect(classAnswer(page)).toContain(expected);
});
