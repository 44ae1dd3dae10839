import { expect, test } from "vitest";
import { planCells } from "../plan-cells.ts";
import { testPlan } from "../report/test-trial.ts";
import { type AppliedRecipe, appliedAsCell, cellOfApplied } from "./applied-recipe.ts";

const PLAN = testPlan({ kvBitsAxis: [null, 8], maxBatchAxis: [1, 2], maxContextAxis: [2000, 4000] });

function cellFor(applied: AppliedRecipe, model = "acme/model-7B") {
  const cells = planCells(PLAN, null);
  return cellOfApplied(applied, appliedAsCell(applied, PLAN, null), { model, cells })?.knobs ?? null;
}

test.each([
  ["the same knobs", { kvBits: 8, maxBatch: 2, maxContext: 4000 }, { kvBits: 8, maxBatch: 2, maxContext: 4000 }],
  [
    "an absent concurrency, which is 1",
    { kvBits: null, maxBatch: null, maxContext: 2000 },
    { kvBits: null, maxBatch: 1, maxContext: 2000 },
  ],
  ["an absent context cap, which no cell has", { kvBits: null, maxBatch: 1, maxContext: null }, null],
  ["a value off the axes", { kvBits: 4, maxBatch: 1, maxContext: 2000 }, null],
] as const)("TB66, B118 %s", (_title, knobs, expected) => {
  expect(cellFor({ model: "ACME/model-7b", knobs })).toEqual(expected);
});

test("B118 another model equals no cell", () => {
  expect(cellFor({ model: "acme/other", knobs: { kvBits: 8, maxBatch: 2, maxContext: 4000 } })).toBeNull();
});
