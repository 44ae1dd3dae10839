import { expect, test } from "vitest";
import { contextCap } from "./context-cap.ts";

const GIB = 2 ** 30;
const inspection = { trainedContext: null, kvBytesPerToken: null, budgetBytes: null };
const unset = { maxContext: null, maxBatch: null, kvBits: null };

test.each([
  [12 * GIB, 20_000],
  [12 * GIB + 1, 50_000],
  [24 * GIB, 50_000],
  [24 * GIB + 1, 120_000],
  [48 * GIB, 120_000],
  [48 * GIB + 1, 200_000],
])("A4 TA15 %i bytes of memory give a default cap of %i tokens", (ramBytes, expected) => {
  expect(contextCap({ options: unset, inspection, weightsBytes: 1, ramBytes }).maxContext).toBe(expected);
});

test("A6 TA15 only a default cap is lowered to the trained context", () => {
  const trained = { ...inspection, trainedContext: 8192 };
  const facts = { inspection: trained, weightsBytes: 1, ramBytes: 12 * GIB };
  expect(contextCap({ options: unset, ...facts }).maxContext).toBe(8192);
  expect(contextCap({ options: { ...unset, maxContext: 16_384 }, ...facts })).toEqual({
    maxContext: 16_384,
    loweredBecause: null,
  });
});
