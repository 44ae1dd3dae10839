import { expect, test } from "vitest";
import { planText } from "./plan-text.ts";

test("TU35 the class page says how many ratings and votes a decision takes, and how many there are", () => {
  expect(planText(12)).toBe(
    "How many it takes, at 80 % power: 21 paired scores show a gain of 0.5 stars, 56 one of 0.3, if differences vary by 0.9; 67 votes that are no ties show a recipe that wins 65 %. The mean of 5 raters is sure to ±0.70 stars. There are 12 paired ratings so far.",
  );
  expect(planText(1)).toContain("There is 1 paired rating so far.");
});
