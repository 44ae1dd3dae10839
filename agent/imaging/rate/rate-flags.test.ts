import { expect, test } from "vitest";
import { rateFlags } from "./rate-flags.ts";

const GIVEN = { score: "4", record: "log.ndjson" };

test.each([
  ["a rater of more than 200", { rater: "x".repeat(201) }, "--rater must have at most 200 characters"],
  ["a run that is no UUID", { runId: "7" }, "--run-id must be the id of a run, a UUID"],
])("IM70 %s is a wrong flag, exit 64", (_title, wrong, message) => {
  expect(() => rateFlags({ ...GIVEN, ...wrong }, {})).toThrow(expect.objectContaining({ code: "usage", message }));
});

test("IM70 notes are taken as they are given, and none are none", () => {
  const notes = "the sky is too blue";
  expect(rateFlags({ ...GIVEN, notes }, {})).toMatchObject({ notes, score: 4, raterId: "local" });
  expect(rateFlags(GIVEN, {})).toMatchObject({ notes: null });
});
