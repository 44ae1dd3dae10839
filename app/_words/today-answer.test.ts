import { expect, test } from "vitest";
import { type TodayFacts, todayAnswer } from "./today-answer.ts";

const facts = (change: Partial<TodayFacts>): TodayFacts => ({
  running: [],
  finishedCount: 0,
  needsCount: 0,
  isWhole: true,
  machineCount: 1,
  untunedHouse: null,
  ...change,
});

test.each<[string, Partial<TodayFacts>, string]>([
  ["no machine", { machineCount: 0 }, "No machine has joined this console yet."],
  [
    "a machine that was never tuned",
    { untunedHouse: "garden" },
    "garden has not been tuned yet. A tune measures which is the biggest model it serves well, and with which settings.",
  ],
  ["one run", { running: [{ label: "TUNE-3", hostName: "mini" }] }, "TUNE-3 is running on mini. Nothing needs you."],
  [
    "two runs and a warning",
    {
      running: [
        { label: "TUNE-3", hostName: "mini" },
        { label: "TUNE-4", hostName: "air" },
      ],
      needsCount: 1,
    },
    "2 tunes are under way. One thing needs you.",
  ],
  ["quiet", { finishedCount: 1 }, "One tune ended in the last seven days. Nothing needs you."],
  ["that proposals are not read", { isWhole: false }, "Nothing ran in the last seven days."],
  [
    "warnings while proposals are not read",
    { isWhole: false, needsCount: 2 },
    "Nothing ran in the last seven days. At least 2 things need you.",
  ],
  ["nothing at all", {}, "Nothing ran in the last seven days. Nothing needs you."],
])("H-67 Today says in words what is: %s", (_title, change, answer) => {
  expect(todayAnswer(facts(change))).toBe(answer);
});
