import { expect, test } from "vitest";
import { hiddenText, shareText } from "./vote-text.ts";

test("TU34 a strength is told as the share of votes it wins against the average", () => {
  expect([2.3254, 1, 0.4894].map(shareText)).toEqual(["70 %", "50 %", "33 %"]);
});

test("TU34 recipes with too few votes are counted, not shown", () => {
  expect([0, 1, 3].map(hiddenText)).toEqual([
    "",
    "One recipe with fewer than 10 decisive votes is not shown.",
    "3 recipes with fewer than 10 decisive votes are not shown.",
  ]);
});
