import { expect, test } from "vitest";
import { timeAxis } from "./time-axis.ts";

test.each([
  [0, 1, 1],
  [62, 75, 15],
  [125, 150, 30],
  [3000, 3000 + 600, 600],
  [7200, 9000, 1800],
])("C-05 %i s stand on an axis to %i s in steps of %i s", (totalS, max, step) => {
  const axis = timeAxis(totalS);
  expect([axis.min, axis.max]).toEqual([0, max]);
  expect(axis.ticks[1]).toBe(step);
});
