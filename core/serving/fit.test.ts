import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { estimateFit, type FitQuestion } from "./fit.ts";

const QUESTION: FitQuestion = {
  weightsBytes: 4_000_000_000,
  kvBytesPerToken: 57_344,
  kvBits: null,
  maxContext: 4000,
  maxBatch: 1,
  budgetBytes: 11_840_000_000,
};

describe("TA23 A60 the estimate", () => {
  test.each([
    [null, 4_766_246_912],
    [8, 4_658_726_912],
    [4, 4_601_382_912],
  ] as const)("kv bits %s need %i bytes", (kvBits, needBytes) => {
    expect(estimateFit({ ...QUESTION, kvBits })).toMatchObject({ needBytes, verdict: "fits" });
  });

  test("A60 the reserve is 512 MiB or a tenth of the weights", () => {
    expect(estimateFit(QUESTION).reserveBytes).toBe(536_870_912);
    expect(estimateFit({ ...QUESTION, weightsBytes: 20e9 }).reserveBytes).toBe(2e9);
  });

  test.each([
    [5_295_829_903, "fits"],
    [5_295_829_902, "tight"],
    [4_766_246_912, "tight"],
    [4_766_246_911, "does_not_fit"],
    [null, "unknown"],
  ] as const)("A62 in a budget of %s it is %s", (budgetBytes, verdict) => {
    expect(estimateFit({ ...QUESTION, budgetBytes }).verdict).toBe(verdict);
  });

  test.each<Partial<FitQuestion>>([{ weightsBytes: null }, { kvBytesPerToken: null }])(
    "A62 unknown with %j",
    (change) => {
      expect(estimateFit({ ...QUESTION, ...change })).toMatchObject({ needBytes: null, verdict: "unknown" });
    },
  );

  test("A60 more context or more parallel requests never need less", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200_000 }), fc.integer({ min: 1, max: 64 }), (maxContext, maxBatch) => {
        const need = (change: Partial<FitQuestion>): number =>
          estimateFit({ ...QUESTION, maxContext, maxBatch, ...change }).needBytes ?? 0;
        expect(need({ maxContext: maxContext + 1 })).toBeGreaterThan(need({}));
        expect(need({ maxBatch: maxBatch + 1 })).toBeGreaterThan(need({}));
      }),
    );
  });
});
