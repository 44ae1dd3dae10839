import { expect, test } from "vitest";
import { whyNotRateable } from "./run-columns.ts";

const blobs = { output: "o", before: "b", thumb: null };
const record = { steps: [{ op: "tone.gamma", args: {} }], work_long_side: 1600 };

test("IM46 a full-size run that a Mac shares with its pictures may be rated, one without them or of an imported log may not yet", () => {
  const fullSize = { ...record, work_long_side: null };
  expect(whyNotRateable(fullSize, blobs, "share")).toBeNull();
  expect(whyNotRateable(fullSize, { output: null, before: null, thumb: null }, "share")).toBe("no_pixels");
  expect(whyNotRateable(fullSize, null, "import")).toBe("no_pixels");
});

test.each([
  ["a run at the working size with its pictures", record, blobs, null],
  ["IM57 a pass-through", { ...record, steps: [] }, blobs, "pass_through"],
  ["IM28 a full-size run", { ...record, work_long_side: null }, blobs, "full_size"],
  ["TU54 a replay", { ...record, replay_of: "x" }, blobs, "replay"],
  ["IM46 a record without pixels", record, null, "no_pixels"],
  ["IM50 a run without its before picture", record, { ...blobs, before: null }, "no_pixels"],
])("%s is offered for rating or says why not", (_title, told, pictures, expected) => {
  expect(whyNotRateable(told, pictures, "console")).toBe(expected);
});
