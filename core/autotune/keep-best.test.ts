import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type CellResult, decideKeep, type FeasibleCell, isNewBest } from "./keep-best.ts";

const cell = (tpsMedian: number | null, ttftP95Ms: number | null): CellResult => ({
  tpsMedian,
  ttftP95Ms,
  isFeasible: true,
});
const best = (tpsMedian: number, ttftP95Ms: number | null): FeasibleCell => ({ tpsMedian, ttftP95Ms });

describe("B61 TM12 truth table", () => {
  test.each<[string, CellResult, FeasibleCell | null, string]>([
    ["20 % faster wins", cell(12, 5000), best(10, 4000), "faster"],
    ["TB5 inside the band the earlier first token wins", cell(10.05, 3000), best(10, 4000), "earlier-first-token"],
    ["TB5 inside the band a later first token does not", cell(10.05, 4500), best(10, 4000), "not-better"],
    ["a tie win may be slower", cell(9.81, 3000), best(10, 4000), "earlier-first-token"],
    ["equal does not replace", cell(10, 4000), best(10, 4000), "not-better"],
    ["below the band nothing helps", cell(9.7, 1), best(10, 4000), "not-better"],
    ["no rate never wins", cell(null, 1), best(10, 1), "infeasible"],
    ["no rate is not even first", cell(null, 1), null, "infeasible"],
    ["the first feasible one wins", cell(5, 1), null, "first"],
    ["TB52 anything above a best of 0 wins", cell(1, 1), best(0, 1), "faster"],
    ["TB52 0 against 0 does not", cell(0, 1), best(0, 1), "not-better"],
    ["TB52 a negative rate does not", cell(-1, 1), best(0, 1), "not-better"],
    ["TB52 a first token against none wins a tie", cell(10, 100), best(10, null), "earlier-first-token"],
    ["TB52 none against a first token does not", cell(10, null), best(10, 100), "not-better"],
    ["TB52 both absent does not", cell(10, null), best(10, null), "not-better"],
  ])("%s", (_title, next, standing, expected) => {
    expect(decideKeep(next, standing, 0.02)).toBe(expected);
  });

  test("B62 an infeasible cell never replaces the best, whatever it measured", () => {
    expect(decideKeep({ ...cell(99, 1), isFeasible: false }, best(1, 9), 0.02)).toBe("infeasible");
  });
});

describe("B61 properties", () => {
  const rate = fc.double({ min: 0.1, max: 1000, noNaN: true });
  const ttft = fc.option(fc.double({ min: 1, max: 100_000, noNaN: true }));
  const epsilon = fc.double({ min: 0, max: 0.2, noNaN: true });

  test("a cell never replaces itself", () => {
    fc.assert(
      fc.property(rate, ttft, epsilon, (tps, ms, eps) => {
        expect(isNewBest(decideKeep(cell(tps, ms), best(tps, ms), eps))).toBe(false);
      }),
    );
  });

  test("outside the band only the rate decides", () => {
    fc.assert(
      fc.property(rate, ttft, ttft, epsilon, (tps, ms, other, eps) => {
        expect(decideKeep(cell(tps * (1 + eps) * 1.01, ms), best(tps, other), eps)).toBe("faster");
        expect(decideKeep(cell(tps * (1 - eps) * 0.99, ms), best(tps, other), eps)).toBe("not-better");
      }),
    );
  });

  test("B63 a win never walks down further than the band in one step", () => {
    fc.assert(
      fc.property(rate, rate, ttft, ttft, epsilon, (next, standing, ms, other, eps) => {
        const decision = decideKeep(cell(next, ms), best(standing, other), eps);
        if (isNewBest(decision)) expect(next).toBeGreaterThanOrEqual(standing * (1 - eps) * (1 - 1e-9));
      }),
    );
  });
});
