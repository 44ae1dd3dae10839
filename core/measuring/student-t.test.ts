import { expect, test } from "vitest";
import { studentTQuantile } from "./student-t.ts";

test.each([
  ["two-sided 95 % at five degrees", 0.975, 5, 2.5706],
  ["two-sided 95 % at one degree", 0.975, 1, 12.7062],
  ["one-sided 95 % at two degrees", 0.95, 2, 2.92],
  ["80 % power at four degrees", 0.8, 4, 0.941],
  ["nearly normal", 0.975, 1000, 1.9623],
  ["the lower side", 0.05, 3, -2.3534],
])("Student t, %s", (_title, share, degrees, expected) => {
  expect(studentTQuantile(share, degrees)).toBeCloseTo(expected, 3);
});
