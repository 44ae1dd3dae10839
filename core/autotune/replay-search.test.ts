import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { keptOf, replaySearch } from "./replay-search.ts";
import { testCell, testTrial } from "./report/test-trial.ts";

describe("B64 the kept cell", () => {
  test("TB51 one row is kept though several were best for a while", () => {
    const trials = [
      testCell(2, [8, 1000]),
      testCell(3, [12, 1000]),
      testCell(4, [11, 1000]),
      testCell(5, [null, null]),
    ];
    const kept = keptOf(trials, 0.02);
    expect(trials.map(({ localId }) => localId === kept?.localId)).toEqual([false, true, false, false]);
  });

  test("C-04 each step names the rule that decided and the best so far", () => {
    const trials = [
      testCell(2, [null, null]),
      testCell(3, [10, 4000]),
      testCell(4, [10.05, 3000]),
      testCell(5, [12, 9000]),
      testCell(6, [11, 1]),
    ];
    const steps = replaySearch(trials, 0.02);
    expect(steps.map(({ decision }) => decision)).toEqual([
      "infeasible",
      "first",
      "earlier-first-token",
      "faster",
      "not-better",
    ]);
    expect(steps.map(({ best }) => best?.localId ?? null)).toEqual([null, 3, 4, 5, 5]);
    expect(steps.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5]);
  });

  test("stage 1 rows take no part, rows are read in the agent's order", () => {
    const trials = [testCell(4, [11, 1000]), testTrial(1, { tpsMedian: 99 }), testCell(3, [10, 1000])];
    expect(replaySearch(trials, 0.02).map(({ trial }) => trial.localId)).toEqual([3, 4]);
  });

  test("B62 nothing feasible keeps nothing", () => {
    expect(keptOf([testCell(2, [null, null])], 0.02)).toBeNull();
    expect(keptOf([], 0.02)).toBeNull();
  });

  test("B63 a chain of tie wins may walk down, as the page says", () => {
    const chain = Array.from({ length: 6 }, (_, index) => testCell(index + 1, [10 * 0.981 ** index, 4000 - index]));
    expect(keptOf(chain, 0.02)?.localId).toBe(6);
  });
});

test("B64 the kept cell is feasible and, without a band, the fastest", () => {
  const rate = fc.option(fc.double({ min: 0.1, max: 100, noNaN: true }));
  fc.assert(
    fc.property(fc.array(rate, { maxLength: 12 }), (rates) => {
      const trials = rates.map((tps, index) => testCell(index + 1, [tps, tps === null ? null : 1000]));
      const fastest = rates.reduce<number | null>((top, tps) => (tps !== null && tps > (top ?? 0) ? tps : top), null);
      expect(keptOf(trials, 0)?.tpsMedian ?? null).toBe(fastest);
    }),
  );
});
