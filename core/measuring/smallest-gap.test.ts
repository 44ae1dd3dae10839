import { expect, test } from "vitest";
import { smallestGap } from "./smallest-gap.ts";

test("M26 the smallest gap a plan can show grows with noise and shrinks with replicates", () => {
  expect(smallestGap(0.03, 3)).toBeCloseTo(0.091, 3);
  expect(smallestGap(0.03, 5)).toBeCloseTo(0.061, 3);
  expect(smallestGap(0.03, 1)).toBeNull();
});
