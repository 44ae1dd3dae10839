import { expect, test } from "vitest";
import {
  LogRecord,
  makeCorrection,
  makePair,
  makePromotion,
  makeRevoke,
  makeRun,
  makeRunError,
  makeSkip,
  recordLine,
} from "./record.ts";
import { aRating, aRun, ENGINE, EVENT_ID, INPUT, RUN_FIELDS, RUN_ID } from "./test-records.ts";

const event = { ts_unix_ms: 5, event_id: EVENT_ID };
const SHA = "4".repeat(64);

const EVERY_KIND = [
  aRun(),
  aRating(),
  makePair({ ...event, left_run: RUN_ID, right_run: RUN_ID, rater_id: "r", verdict: "tie", shown_left: "live", ms: 9 }),
  makeSkip({ ...event, run_id: RUN_ID, rater_id: "r", reason: "cannot_judge" }),
  makeRevoke({ ...event, rater_id: "r", revokes: EVENT_ID }),
  makeCorrection({ ...event, input_blake3: INPUT, class_was: "receipt", class_now: "form-scan", by: "r" }),
  makeRunError({
    ts_unix_ms: 5,
    run_id: RUN_ID,
    input_blake3: INPUT,
    class: "receipt",
    recipe_sha: SHA,
    reason: "time_limit",
    duration_ms: 1,
    engine: ENGINE,
    host_id: "h",
  }),
  makePromotion({ ...event, class: "receipt", base_sha: SHA, recipe_sha: SHA, forced: false, by: "r" }),
];

test("TC2 each kind is exactly one line that reads back, and an absent note is no key", () => {
  for (const record of EVERY_KIND) {
    expect(recordLine(record)).not.toContain("\n");
    expect(LogRecord.parse(JSON.parse(recordLine(record)))).toEqual(record);
  }
  expect(recordLine(aRating({ notes: "two\nlines\u2028and more" })).split(/\r|\n/)).toHaveLength(1);
  expect(Object.keys(JSON.parse(recordLine(aRating())))).not.toContain("notes");
  expect(recordLine(aRun())).not.toContain("batch_id");
});

test("TC12 no caller can produce a run record of another kind or version", () => {
  const smuggled = { ...RUN_FIELDS, kind: "rating", v: 7 };
  expect(makeRun(smuggled)).toMatchObject({ kind: "run", v: 2 });
  expect(new Set(EVERY_KIND.map(({ kind }) => kind)).size).toBe(8);
});

test("IM35 a run that this version writes has no path", () => {
  expect(() => makeRun({ ...RUN_FIELDS, ...{ input_path: "/Users/someone/a.jpg" } })).toThrow(/input_path/);
});

test("IM71 every kind but run and run_error has an event id", () => {
  for (const record of EVERY_KIND) {
    expect("event_id" in record).toBe(record.kind !== "run" && record.kind !== "run_error");
  }
});

test("a skip names a run or a pair, not both and not neither", () => {
  const skip = { ...event, rater_id: "r", reason: "skip" as const };
  expect(() => makeSkip(skip)).toThrow(/a run or a pair/);
  expect(() => makeSkip({ ...skip, run_id: RUN_ID, pair_id: "p" })).toThrow(/a run or a pair/);
});
