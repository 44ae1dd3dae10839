import { expect, test } from "vitest";
import { rateFlags } from "./rate-flags.ts";

const GIVEN = { score: "4", record: "log.ndjson" };

test.each([
  [
    "notes of more than 10,000 characters",
    { notes: "x".repeat(10_001) },
    "--notes must have at most 10,000 characters",
  ],
  ["a rater of more than 200", { rater: "x".repeat(201) }, "--rater must have at most 200 characters"],
  ["a run that is no UUID", { runId: "7" }, "--run-id must be the id of a run, a UUID"],
])("IM70 %s is a wrong flag, exit 64", (_title, wrong, message) => {
  expect(() => rateFlags({ ...GIVEN, ...wrong }, {})).toThrow(expect.objectContaining({ code: "usage", message }));
});

test("IM70 notes of 10,000 characters are taken, and none are none", () => {
  const notes = "x".repeat(10_000);
  expect(rateFlags({ ...GIVEN, notes }, {})).toMatchObject({ notes, score: 4, raterId: "local" });
  expect(rateFlags(GIVEN, {})).toMatchObject({ notes: null });
});
