import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decideVerdict } from "./verdict.ts";
import { confirmationWords, gridPlanWords, notComparedWords } from "./verdict-words.ts";

const EPSILON = 0.02;
const gap = (share: number, low: number, high: number) => ({ gap: share, low, high, n: 6 });
const none = gap(0.01, -0.02, 0.04);

describe("M27 the words of a verdict", () => {
  test("M27 better, with interval and pairs", () => {
    const words = confirmationWords(
      { verdict: "better", tps: gap(0.071, 0.032, 0.11), ttft: none, reason: null },
      EPSILON,
    );
    expect(words).toBe("better by 7.1 % (95 % interval 3.2 to 11.0 %, 6 pairs)");
  });

  test("M27 worse counts the loss upwards", () => {
    const words = confirmationWords(
      { verdict: "worse", tps: gap(-0.071, -0.11, -0.032), ttft: none, reason: null },
      EPSILON,
    );
    expect(words).toBe("worse by 7.1 % (95 % interval 3.2 to 11.0 %, 6 pairs)");
  });

  test("TM21 not shown renders interval, n and the smallest gap", () => {
    const words = confirmationWords(
      { verdict: "not_shown", tps: gap(0.014, -0.021, 0.049), ttft: none, reason: null },
      EPSILON,
    );
    expect(words).toBe("not shown: +1.4 % (−2.1 to +4.9 %, 6 pairs); this plan can show gaps from 4.8 %");
  });

  test("M27 a gain of the first token alone names it, and does not hide the speed", () => {
    const tps = gap(0.01, -0.01, 0.03);
    const words = confirmationWords({ verdict: "better", tps, ttft: gap(0.09, 0.05, 0.13), reason: null }, EPSILON);
    expect(words).toMatch(/^better: first token sooner by 9\.0 % \(95 % interval 5\.0 to 13\.0 %, 6 pairs\); /);
    expect(words).toMatch(/tokens per second not shown: \+1\.0 % \(−1\.0 to \+3\.0 %, 6 pairs\); this plan/);
  });

  test("M24 a confirmation without a verdict gives its reason", () => {
    expect(confirmationWords({ verdict: "not_shown", tps: null, ttft: null, reason: "not finished" }, EPSILON)).toBe(
      "not shown: not finished",
    );
  });

  test("M10 M27 unequal subjects are not compared, and the difference is named", () => {
    const side = {
      engine: "embedded",
      engineVersion: "3.21.1",
      modelDigest: "a",
      machineSpec: "Apple M2/16/15.1",
      profile: "tune@1",
      loadShape: "batch 1",
      tpsMethod: "usage" as const,
    };
    const newer = { ...side, engineVersion: "3.22.0" };
    expect(notComparedWords(side, newer)).toBe("not compared: different engine version");
    expect(notComparedWords(side, { ...side })).toBeNull();
  });

  test("TM21 no verdict of any measurement says a forbidden word", () => {
    const side = fc.record({
      tps: fc.double({ min: 1, max: 100, noNaN: true }),
      ttftMs: fc.double({ min: 1, max: 9e4, noNaN: true }),
    });
    const pairs = fc.array(fc.record({ a: side, b: side }), { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(pairs, (measured) => {
        const verdict = decideVerdict(measured, EPSILON);
        if (verdict === null) return false;
        const document = { verdict: verdict.verdict, tps: verdict.tps.gap, ttft: verdict.ttft.gap, reason: null };
        const words = confirmationWords(document, EPSILON);
        return !/\bsame\b|no difference|\bbest\b|[→↑↓←]|NaN/.test(words) && words.includes("6 pairs");
      }),
    );
  });
});

describe("M27 grid winners carry the smallest gap", () => {
  test("M27 three replicates at a CV of 3 % show gaps from 9.1 %", () => {
    const cell = [1, 0, -1].map((sign) => 20 * Math.exp(0.03 * sign));
    expect(gridPlanWords([cell, cell])).toBe("this plan can show gaps from 9.1 % (3 replicates a cell)");
  });

  test("M27 single replicates show nothing", () => {
    expect(gridPlanWords([[20], [21]])).toBeNull();
  });
});
