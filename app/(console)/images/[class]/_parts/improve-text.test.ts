import { expect, test } from "vitest";
import { improveProgress, improveText } from "./improve-text.ts";

const none = { why: null, tunables: ["light.gamma"], pairs: 0, inputs: 0, batch: null, sets: [] };
const batch = {
  id: "01990000-0000-7000-8000-000000000001",
  number: 3,
  kind: "improve" as const,
  class: "color-photo",
  isPreview: true,
  state: "running" as const,
  total: 40,
  done: 10,
  failed: 0,
  cancelled: 0,
  reused: 0,
  classifying: 0,
  refused: [],
  failures: [],
  requestedBy: "Ada",
  requestedAt: "2026-11-20T12:00:00.000Z",
};

test.each([
  ["before the first pair", none, "No pair was asked for yet. What may move: light.gamma."],
  ["later", { ...none, pairs: 20, inputs: 1 }, "20 pairs of 1 picture asked for so far. What may move: light.gamma."],
  [
    "with nothing that may move",
    { ...none, tunables: [], why: "nothing in the live recipe of screenshot may move" },
    "There is nothing to explore: nothing in the live recipe of screenshot may move.",
  ],
])("IM54 %s", (_title, given, expected) => {
  expect(improveText(given)).toBe(expected);
});

test("IM54 the newest runs are a sentence, with a bar only while they go on", () => {
  expect(improveProgress(none)).toBeNull();
  expect(improveProgress({ ...none, batch })).toEqual({ share: 0.25, text: "Newest runs: 10 of 40 done." });
  const done = { ...batch, state: "done" as const, done: 40 };
  expect(improveProgress({ ...none, batch: done })).toEqual({ share: null, text: "Newest runs: 40 of 40 done." });
});
