import { expect, test } from "vitest";
import { isFresh } from "./evaluate-class.ts";

test.each([
  ["one that still runs", null, 3_600_000, true],
  ["one of 29 s", 100, 29_999, true],
  ["one of 30 s", 100, 30_000, false],
  ["one that took 10 s, after 99 s", 10_000, 99_999, true],
  ["one that took 10 s, after 100 s", 10_000, 100_000, false],
] as const)("TU37 a newer question is answered by %s: %s", (_title, tookMs, ageMs, expected) => {
  expect(isFresh({ startedMs: 5, tookMs }, 5 + ageMs)).toBe(expected);
});
