import { expect, test } from "vitest";
import { memoryScale } from "./scale.ts";

const GIB = 2 ** 30;

test("E1 real models get a GiB axis from zero with readable steps", () => {
  const scale = memoryScale(21.9 * GIB, 8);
  expect(scale.unit).toBe("GiB");
  expect(scale.ticks.map((tick) => tick.text)).toEqual(["0", "4", "8", "12", "16", "20", "24"]);
  expect(scale.maxBytes).toBe(24 * GIB);
});

test("E1 practice models get a MiB axis", () => {
  const scale = memoryScale(760 * 2 ** 20, 8);
  expect(scale.unit).toBe("MiB");
  expect(scale.ticks.map((tick) => tick.text)).toEqual(["0", "100", "200", "300", "400", "500", "600", "700", "800"]);
});

test("E1 a narrow drawing has fewer steps and still reaches the largest need", () => {
  const scale = memoryScale(130 * GIB, 4);
  expect(scale.ticks.length).toBeLessThanOrEqual(5);
  expect(scale.maxBytes).toBeGreaterThanOrEqual(130 * GIB);
});
