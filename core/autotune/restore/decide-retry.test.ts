import fc from "fast-check";
import { expect, test } from "vitest";
import { addFailure, decideRetry, type RestoreFailures } from "./decide-retry.ts";

const NONE: RestoreFailures = { failedAtMs: [], isQuarantined: false };
const MINUTE_MS = 60_000;
const failing = (timesMs: readonly number[]) => timesMs.reduce(addFailure, NONE);

test.each([
  ["four failures in five minutes", [0, 1, 2, 3], false],
  ["RO3 the fifth within five minutes", [0, 1, 2, 3, 5].map((at) => at * MINUTE_MS), true],
  ["five over more than five minutes", [0, 1, 2, 3, 5.001].map((at) => at * MINUTE_MS), false],
  ["RO3 quarantine lasts over slow failures", [0, 1, 2, 3, 4, 14, 24].map((at) => at * MINUTE_MS), true],
])("%s", (_title, timesMs, isQuarantined) => {
  expect(failing(timesMs).isQuarantined).toBe(isQuarantined);
});

test("RO3 in quarantine one try each ten minutes, before it at once", () => {
  const quarantined = failing([0, 1, 2, 3, 4]);
  expect(decideRetry(quarantined, 4 + 10 * MINUTE_MS - 1)).toBe("wait");
  expect(decideRetry(quarantined, 4 + 10 * MINUTE_MS)).toBe("try");
  expect(decideRetry(failing([0, 1, 2, 3]), 4)).toBe("try");
  expect(decideRetry({ failedAtMs: [5 * MINUTE_MS], isQuarantined: true }, 0)).toBe("try");
});

test("RO3 whatever the times, no more than five are kept and a restore is tried again within ten minutes", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 1_000_000_000 })), (timesMs) => {
      const failures = failing(timesMs.toSorted((left, right) => left - right));
      expect(failures.failedAtMs.length).toBeLessThanOrEqual(5);
      expect(decideRetry(failures, (failures.failedAtMs.at(-1) ?? 0) + 10 * MINUTE_MS)).toBe("try");
    }),
  );
});
