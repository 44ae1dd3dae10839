import { expect, test } from "vitest";
import { decideRecipeChange, type RecipeFacts } from "./recipe-change.ts";

const recipe = (change: Partial<RecipeFacts> = {}): RecipeFacts => ({
  model: "acme/model-7B",
  knobs: { kvBits: null, maxBatch: 1, maxContext: 2000 },
  ...change,
});

test.each([
  ["nothing before it", null, recipe(), "first"],
  ["the same", recipe(), recipe({ model: "ACME/Model-7B" }), "unchanged"],
  ["another model", recipe(), recipe({ model: "acme/model-3B" }), "model"],
  ["another context", recipe(), recipe({ knobs: { kvBits: null, maxBatch: 1, maxContext: 4000 } }), "knobs"],
  ["quantised now", recipe(), recipe({ knobs: { kvBits: 8, maxBatch: 1, maxContext: 2000 } }), "knobs"],
])("C-22 %s", (_title, before, now, expected) => {
  expect(decideRecipeChange(before, now)).toBe(expected);
});
