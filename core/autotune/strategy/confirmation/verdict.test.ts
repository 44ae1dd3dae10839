import { describe, expect, test } from "vitest";
import type { Measured } from "../measured.ts";
import { smallestPairedGap, smallestUnpairedGap } from "./smallest-gap.ts";
import { decideVerdict } from "./verdict.ts";

/** Six pairs of which B is 20 tok/s after 4 s; A's ln gaps are given. */
function pairsOf(tpsGaps: readonly number[], ttftGaps: readonly number[]): { a: Measured; b: Measured }[] {
  return tpsGaps.map((gap, at) => ({
    a: { tps: 20 * Math.exp(gap), ttftMs: 4000 * Math.exp(-(ttftGaps[at] ?? 0)) },
    b: { tps: 20, ttftMs: 4000 },
  }));
}

/** Mean m, sample sd 0.02: six values at m ± 0.018257. */
const around = (mean: number): number[] => [1, -1, 1, -1, 1, -1].map((sign) => mean + (sign * 0.02) / Math.sqrt(1.2));
/** Half width 2.571 * 0.02 / sqrt(6) = 0.02099. */
const none = around(0);

describe("TM21 every branch of M25, by hand, eps 0.02", () => {
  test.each([
    ["tps better: lower 0.029, mean over ln 1.02", around(0.05), none, "better"],
    [
      "mean inside the band: not shown although lower > 0",
      around(0.0215 - 0.0004).map((x) => x * 0.9),
      none,
      "not_shown",
    ],
    ["lower below zero: not shown", around(0.0205), none, "not_shown"],
    ["tps worse", around(-0.05), none, "worse"],
    ["tps worse beats an earlier first token", around(-0.05), around(0.2), "worse"],
    ["inside the band below: not shown", around(-0.0195), none, "not_shown"],
    ["earlier first token, tps surely kept (lower -0.016)", around(0.005), around(0.1), "better"],
    ["earlier first token, tps perhaps lost (lower -0.026)", around(-0.005), around(0.1), "not_shown"],
    ["later first token alone is not worse", around(0.005), around(-0.1), "not_shown"],
    ["nothing", none, none, "not_shown"],
  ] as const)("TM21 %s", (_title, tps, ttft, expected) => {
    expect(decideVerdict(pairsOf(tps, ttft), 0.02)?.verdict).toBe(expected);
  });

  test("TM21 the interval is mean ± 2.571 sd / sqrt 6, as a share", () => {
    const verdict = decideVerdict(pairsOf(around(0.05), none), 0.02);
    expect(verdict?.tps.gap).toMatchObject({ n: 6 });
    expect(verdict?.tps.gap.gap).toBeCloseTo(Math.expm1(0.05), 10);
    expect(verdict?.tps.gap.low).toBeCloseTo(Math.expm1(0.05 - 0.020992), 5);
    expect(verdict?.tps.gap.high).toBeCloseTo(Math.expm1(0.05 + 0.020992), 5);
  });

  test("TM21 fewer than six pairs prove nothing", () => {
    expect(decideVerdict(pairsOf(around(0.5).slice(1), none), 0.02)).toBeNull();
  });
});

describe("M26 the smallest gap a plan can show", () => {
  test.each([
    [0.015, 4.6, 3.0],
    [0.03, 9.1, 6.1],
    [0.05, 15.2, 10.1],
    [0.1, 30.4, 20.2],
  ])("M26 CV %f: n = 3 and n = 5", (cv, three, five) => {
    expect(Math.round(1000 * smallestUnpairedGap(cv, 3)) / 10).toBe(three);
    expect(Math.round(1000 * smallestUnpairedGap(cv, 5)) / 10).toBe(five);
  });

  test.each([
    [0.015, 3],
    [0.03, 7],
    [0.05, 17],
    [0.1, 64],
  ])("M26 CV %f needs n = %i an arm for a gap of 5 %%", (cv, expected) => {
    let perArm = 2;
    while (smallestUnpairedGap(cv, perArm) > 0.05) perArm += 1;
    expect(perArm).toBe(expected);
  });

  test("M26 six pairs show 1.42 sd of their differences", () => {
    expect(smallestPairedGap(1, 6)).toBeCloseTo(1.42, 2);
  });
});
