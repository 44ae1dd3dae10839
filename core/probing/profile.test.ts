import { expect, test } from "vitest";
import { type LevelPlan, openLevels, type ProbeProfile, planLevels } from "./profile.ts";

type Ground = Parameters<typeof planLevels>[1];
const GROUND: Ground = { maxConcurrency: 2, maxContext: 5000 };

function levels(profile: ProbeProfile, ground: Ground = GROUND): LevelPlan[] {
  const planned = planLevels(profile, ground);
  if (planned.kind === "unknown") throw new Error(planned.reason);
  return planned.levels;
}

const brief = ({ load, promptTarget, maxTokens, requests }: LevelPlan) => [
  load.kind === "closed" ? load.concurrency : load.requestRate,
  promptTarget,
  maxTokens,
  requests,
];

test.each<[ProbeProfile, number[][]]>([
  ["quick@1", [[1, 256, 32, 3]]],
  ["standard@1", [[1, 2000, 64, 20]]],
  ["tail@1", [[1, 2000, 64, 60]]],
  [
    "ladder@1",
    [
      [1, 1000, 32, 3],
      [1, 2000, 32, 3],
      [1, 4000, 32, 3],
      [1, 5000, 32, 3],
    ],
  ],
  [
    "sweep@1",
    [
      [1, 1000, 64, 20],
      [2, 1000, 64, 20],
      [4, 1000, 64, 20],
    ],
  ],
])("measurement.md section 7: %s", (profile, expected) => {
  expect(levels(profile).map(brief)).toEqual(expected);
});

test("a sweep asks at least 20 and four times its concurrency, and ends at twice the provider's", () => {
  expect(levels("sweep@1", { maxConcurrency: 3, maxContext: null }).map(brief)).toEqual([
    [1, 1000, 64, 20],
    [2, 1000, 64, 20],
    [4, 1000, 64, 20],
    [6, 1000, 64, 24],
  ]);
});

test("open@1 begins with the sweep and goes on at 25, 50, 75 and 90 % of its best request rate", () => {
  expect(levels("open@1")).toEqual(levels("sweep@1"));
  expect(openLevels(4, "exponential").map(brief)).toEqual([
    [1, 1000, 64, 60],
    [2, 1000, 64, 60],
    [3, 1000, 64, 60],
    [3.6, 1000, 64, 60],
  ]);
});

test("a small cap is the ladder's one step, an unknown one leaves the ladder undone", () => {
  expect(levels("ladder@1", { maxConcurrency: 1, maxContext: 600 }).map(brief)).toEqual([[1, 600, 32, 3]]);
  expect(planLevels("ladder@1", { maxConcurrency: 1, maxContext: null })).toMatchObject({ kind: "unknown" });
  expect(planLevels("sweep@1", { maxConcurrency: null, maxContext: 5000 })).toMatchObject({ kind: "unknown" });
});
