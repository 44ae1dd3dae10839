import { expect, test } from "vitest";
import { presenceOf } from "./presence.ts";

const now = new Date("2026-11-20T12:00:00.000Z");
const ago = (seconds: number): Date => new Date(now.getTime() - seconds * 1000);

test.each([
  ["never seen without contact", "ACTIVE", null, null, "never_seen"],
  ["fresh within 45 s", "ACTIVE", ago(45), null, "fresh"],
  ["late after 45 s", "ACTIVE", ago(46), null, "late"],
  ["late until 120 s", "ACTIVE", ago(120), null, "late"],
  ["offline after 120 s", "ACTIVE", ago(121), null, "offline"],
  ["stopped after a goodbye", "ACTIVE", ago(10), ago(5), "stopped"],
  ["suspended whatever was heard", "SUSPENDED", ago(1), null, "suspended"],
  ["revoked whatever was heard", "REVOKED", ago(1), null, "revoked"],
])("PR1 %s", (_title, state, lastContactAt, goodbyeAt, expected) => {
  expect(presenceOf({ state, lastContactAt, goodbyeAt }, now).state).toBe(expected);
});

test("PR1 INV-13 a contact from the future counts as now", () => {
  expect(presenceOf({ state: "ACTIVE", lastContactAt: ago(-60), goodbyeAt: null }, now).ageMs).toBe(0);
});
