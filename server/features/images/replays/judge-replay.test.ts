import { expect, test } from "vitest";
import { ENGINE } from "../../../../core/imaging/record/test-records.ts";
import { judgeReplay } from "./judge-replay.ts";
import type { ComparedRun } from "./replay-repo.ts";

const run = (change: Partial<ComparedRun>): ComparedRun => ({
  ...{ id: "r", number: 1, state: "done", inputBlake3: "i", recipeSha: "a", engineJson: JSON.stringify(ENGINE) },
  ...{ outputBlake3: "o", outputPixelsBlake3: "p", distanceJson: null, errorReason: null },
  ...change,
});
const differs = (difference: object) => ({ kind: "differ", difference: expect.objectContaining(difference) });

test.each<[string, Partial<ComparedRun>, unknown]>([
  ["is under way", { state: "queued", engineJson: null }, null],
  ["never ran, because its job expired", { state: "failed", engineJson: null }, null],
  ["failed on the same engine", { state: "failed", errorReason: "time_limit" }, differs({ engine: [] })],
  ["gave the same pixels", {}, { kind: "equal" }],
  ["gave other pixels on the same engine", { outputPixelsBlake3: "q" }, differs({ engine: [] })],
  [
    "gave other pixels on an engine that cannot be read",
    { outputPixelsBlake3: "q", engineJson: "{}" },
    differs({ engine: null }),
  ],
])("TU52 TUB5 a replay that %s is judged as that", (_title, change, expected) => {
  expect(judgeReplay(run({}), run(change))).toEqual(expected);
});
