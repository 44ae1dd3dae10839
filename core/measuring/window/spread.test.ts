import fc from "fast-check";
import { expect, test } from "vitest";
import { percentileBoundRank, quantile } from "../percentiles.ts";
import { spreadOf } from "./spread.ts";

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

test.each([
  [19, { label: "max of 19", value: 19, upper: null }],
  [20, { label: "p95 (n = 20)", value: 19.05, upper: null }],
  [58, { label: "p95 (n = 58)", value: 55.15, upper: null }],
  [59, { label: "p95", value: 56.1, upper: 59 }],
])("TM5 the p95 of %i values", (count, expected) => {
  expect(spreadOf(upTo(count))?.p95).toEqual({ ...expected, value: expect.closeTo(expected.value, 9) });
});

test.each([
  [99, null],
  [100, { value: 99.01, upper: null }],
  [298, { value: 295.03, upper: null }],
  [299, { value: 296.02, upper: 299 }],
])("M section 3: the p99 of %i values", (count, expected) => {
  const p99 = spreadOf(upTo(count))?.p99;
  expect(p99).toEqual(expected === null ? null : { ...expected, value: expect.closeTo(expected.value, 9) });
});

test("nothing has no spread", () => {
  expect(spreadOf([])).toBeNull();
});

/** BinomCDF(k; n, p) summed from the start, with logarithms, as another way to the same number. */
function binomialCdf(k: number, n: number, p: number): number {
  let sum = 0;
  let logChoose = 0;
  for (let i = 0; i <= k; i += 1) {
    if (i > 0) logChoose += Math.log(n - i + 1) - Math.log(i);
    sum += Math.exp(logChoose + i * Math.log(p) + (n - i) * Math.log(1 - p));
  }
  return sum;
}

test.each([0.95, 0.99])("TM5 the bound of the %d quantile is the smallest rank with a CDF of 0.95", (share) => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 700 }), (count) => {
      const ranks = upTo(count).filter((rank) => binomialCdf(rank - 1, count, share) >= 0.95 - 1e-12);
      expect(percentileBoundRank(count, share)).toBe(ranks[0] ?? null);
    }),
    { numRuns: 60 },
  );
});

test("a quantile lies between its neighbours and grows with its share", () => {
  const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 80 });
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(values, share, share, (list, left, right) => {
      const [low, high] = [quantile(list, Math.min(left, right)), quantile(list, Math.max(left, right))];
      if (low === null || high === null) throw new Error("a quantile of values is a number");
      expect(low).toBeLessThanOrEqual(high + 1e-9);
      expect(low).toBeGreaterThanOrEqual(Math.min(...list));
      expect(high).toBeLessThanOrEqual(Math.max(...list));
    }),
  );
});
