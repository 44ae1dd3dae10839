import { expect, test } from "vitest";
import { drawSendTimes } from "./send-times.ts";

/** A small fixed generator, so that a drawn plan can be looked at. */
function numbers(): () => number {
  let state = 12345;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

test("M15 constant gaps are equal, the first request is sent at once", () => {
  const load = { kind: "open", requestRate: 10, gaps: "constant" } as const;
  expect(drawSendTimes(load, 4, numbers())).toEqual([0, 100_000, 200_000, 300_000]);
});

test("M15 exponential gaps have the rate's mean and as large a spread, and never go back", () => {
  const load = { kind: "open", requestRate: 10, gaps: "exponential" } as const;
  const times = drawSendTimes(load, 20_001, numbers());
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? time));
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  const spread = Math.sqrt(gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / (gaps.length - 1));
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(0);
  expect(mean / 100_000).toBeCloseTo(1, 1);
  expect(spread / mean).toBeCloseTo(1, 1);
});
