import { expect, test } from "vitest";
import { runText } from "./run-text.ts";

const run = {
  state: "done" as const,
  ratings: 0,
  meanScore: null,
  inherited: null,
  notRateable: null,
  errorReason: null,
  isClassCorrected: false,
  isShaMismatch: false,
  warnings: [],
};

test.each([
  ["an unrated run", run, "not rated yet"],
  ["a rated one with its n", { ...run, ratings: 2, meanScore: 4.5 }, "4.50 of 5, n = 2"],
  [
    "TU54 an earlier run's scores, as inherited",
    { ...run, notRateable: "replay", inherited: { label: "IMG-3", ratings: 2, meanScore: 4.5 } },
    "a replay, not rated · same pixels as IMG-3: 4.50 of 5, n = 2, inherited",
  ],
  ["IM57 a pass-through", { ...run, notRateable: "pass_through" }, "copied unchanged, not rated"],
  [
    "IM12 a corrected class",
    { ...run, isClassCorrected: true },
    "not rated yet · its class was corrected: not tuned on",
  ],
  [
    "IM30 a warning in words",
    { ...run, warnings: ["the HDR gain map of the picture is lost"] },
    "not rated yet · warning: the HDR gain map of the picture is lost",
  ],
  ["a failure with its reason", { ...run, state: "failed" as const, errorReason: "time_limit" }, "failed · time_limit"],
])("a run's line tells %s", (_title, row, expected) => {
  expect(runText(row)).toBe(expected);
});
