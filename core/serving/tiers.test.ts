import { describe, expect, test } from "vitest";
import { type CapQuestion, defaultContextCap, tierContextCap } from "./tiers.ts";

const GIB = 2 ** 30;

describe("TA15 A4 tiers", () => {
  test.each([
    [8, 20_000],
    [12, 20_000],
    [12.001, 50_000],
    [24, 50_000],
    [24.001, 120_000],
    [48, 120_000],
    [48.001, 200_000],
    [128, 200_000],
  ])("%d GiB: %i tokens", (gib, cap) => {
    expect(tierContextCap(Math.round(gib * GIB))).toBe(cap);
  });
});

describe("TA15 A6 only a default cap is lowered", () => {
  const question: CapQuestion = {
    ramBytes: 16 * GIB,
    trainedContext: null,
    fit: { weightsBytes: 4e9, kvBytesPerToken: 57_344, kvBits: null, maxBatch: 1, budgetBytes: 11.84e9 },
  };

  test("to the model's trained context, with the reason", () => {
    expect(defaultContextCap(question)).toEqual({ maxContext: 50_000, loweredBecause: null });
    expect(defaultContextCap({ ...question, trainedContext: 8192 })).toEqual({
      maxContext: 8192,
      loweredBecause: "the model was trained for 8192 tokens",
    });
  });

  test("to the largest multiple of 1,000 whose estimate fits", () => {
    const fit = { ...question.fit, budgetBytes: 5_295_829_902 };
    expect(defaultContextCap({ ...question, fit }).maxContext).toBe(13_000);
  });

  test("at least 2,000, whatever the estimate says", () => {
    expect(defaultContextCap({ ...question, fit: { ...question.fit, budgetBytes: 1 } }).maxContext).toBe(2000);
  });

  test("A61 without a budget nothing is lowered", () => {
    expect(defaultContextCap({ ...question, fit: { ...question.fit, budgetBytes: null } }).maxContext).toBe(50_000);
  });
});
