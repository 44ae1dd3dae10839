import { describe, expect, test } from "vitest";
import { candidatesOf, testPlan } from "../report/test-trial.ts";
import { estimateMinutes } from "./estimate-duration.ts";

const plan = testPlan({ candidates: candidatesOf("a/x-7B", "a/y-3B", "a/z-1B"), maxBatchAxis: [1, 2] });

describe("B120 estimated minutes", () => {
  test("low is the first candidate passing, high the last", () => {
    const estimate = estimateMinutes(plan, []);
    expect(estimate).toMatchObject({ basis: "no earlier run on this machine" });
    expect(estimate.lowMinutes).toBeLessThan(estimate.highMinutes);
  });

  test("own runs of the same list kind scale it, others do not", () => {
    const usual = estimateMinutes(plan, []);
    const doubled = estimateMinutes(plan, [{ plan, candidatesTried: 1, durationS: usual.lowMinutes * 120 }]);
    expect(doubled.lowMinutes).toBeGreaterThan(1.8 * usual.lowMinutes);
    expect(doubled.basis).toBe("1 earlier run on this machine");
    const practice = { ...plan, candidateSource: "practice" as const };
    expect(estimateMinutes(plan, [{ plan: practice, candidatesTried: 1, durationS: 1 }])).toEqual(usual);
  });

  test("B92 never more than the budget", () => {
    expect(estimateMinutes({ ...plan, maxDurationS: 120 }, []).highMinutes).toBe(2);
  });
});

describe("the minutes of both strategies", () => {
  const six = testPlan({ kvBitsAxis: [null, 4, 8], maxBatchAxis: [1, 2] });
  const partsOf = (change: Parameters<typeof testPlan>[0]) =>
    estimateMinutes({ ...six, ...change }, []).strategies.map(({ strategy, parts }) => [
      strategy,
      parts.map(({ part }) => part),
    ]);

  test("calibration, quality guard and confirmation are lines of their own", () => {
    expect(partsOf({ confirm: true })).toEqual([
      ["grid", ["search", "confirmation"]],
      ["blocked-halving", ["calibration", "search", "quality guard", "confirmation"]],
    ]);
  });

  test("no quantised cell, or no unquantised one to compare with: no quality guard", () => {
    expect(partsOf({ kvBitsAxis: [null] })[1]?.[1]).toEqual(["calibration", "search"]);
    expect(partsOf({ kvBitsAxis: [8] })[1]?.[1]).toEqual(["calibration", "search"]);
  });

  test("the plan's own strategy makes the estimate of the whole run", () => {
    const blocked = estimateMinutes({ ...six, strategy: "blocked-halving", confirm: true }, []);
    expect(blocked.lowMinutes).toBeGreaterThan(estimateMinutes(six, []).lowMinutes);
    expect(blocked.strategies).toEqual(estimateMinutes({ ...six, confirm: true }, []).strategies);
  });
});
