import { expect, test } from "vitest";
import { whyNotRateable } from "./run-columns.ts";

const blobs = { output: "o", before: "b", thumb: null };
const record = { steps: [{ op: "tone.gamma", args: {} }], work_long_side: 1600 };

test.each([
  ["a run at the working size with its pictures", record, blobs, null],
  ["IM57 a pass-through", { ...record, steps: [] }, blobs, "pass_through"],
  ["IM28 a full-size run", { ...record, work_long_side: null }, blobs, "full_size"],
  ["TU54 a replay", { ...record, replay_of: "x" }, blobs, "replay"],
  ["IM46 a record without pixels", record, null, "no_pixels"],
  ["IM50 a run without its before picture", record, { ...blobs, before: null }, "no_pixels"],
])("%s is offered for rating or says why not", (_title, told, pictures, expected) => {
  expect(whyNotRateable(told, pictures)).toBe(expected);
});
