import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { median, medianLabel, nearestRankP95, p95Label, p95UpperBoundRank, quantile } from "./percentiles.ts";

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

describe("B50 median and nearest-rank p95", () => {
  test("an even count has the mean of the middle two", () => {
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([2.0, 2.1, 2.05])).toBe(2.05);
    expect(median([])).toBeNull();
  });

  test.each([
    [1, 1],
    [19, 19],
    [20, 19],
    [21, 20],
    [40, 38],
    [100, 95],
  ])("of %i values the p95 is value %i", (count, rank) => {
    expect(nearestRankP95(upTo(count).reverse())).toBe(rank);
  });

  test("the index is ceil(0.95 n) - 1 in integers for every n", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3000 }), (count) => {
        expect(nearestRankP95(upTo(count))).toBe(Number((95n * BigInt(count) + 99n) / 100n));
      }),
    );
    expect(nearestRankP95([])).toBeNull();
  });

  test("type 7 is linear between neighbours", () => {
    expect(quantile([10, 20], 0.95)).toBeCloseTo(19.5);
    expect(quantile([1, 2, 3, 4], 0.25)).toBe(1.75);
  });
});

describe("TM5 labels", () => {
  test.each([
    [1, "max of 1"],
    [3, "max of 3"],
    [19, "max of 19"],
    [20, "p95 (n = 20)"],
    [58, "p95 (n = 58)"],
    [59, "p95"],
  ])("%i values read %s", (count, label) => {
    expect(p95Label(count)).toBe(label);
  });

  test("58 values have no bound, 59 have the maximum as bound, 93 the one below", () => {
    expect([58, 59, 92, 93].map(p95UpperBoundRank)).toEqual([null, 59, 92, 92]);
  });

  test("a median says of how many", () => {
    expect(medianLabel(3)).toBe("median of 3");
  });
});
