import { expect, test } from "vitest";
import { fitAxis } from "./axis.ts";

test("C-03 an axis holds every value and turns logarithmic when the largest is over 50 times the smallest", () => {
  const axis = fitAxis([17.2, 21.9]);
  expect(axis.min).toBeLessThanOrEqual(17.2);
  expect(axis.max).toBeGreaterThanOrEqual(21.9);
  expect(axis.isLog).toBe(false);
  expect(fitAxis([1, 60])).toEqual({ min: 1, max: 100, isLog: true, ticks: [1, 10, 100] });
});

test("C-09 an axis of effects holds what is below zero, and has a tick at zero", () => {
  const axis = fitAxis([0, -0.9, 0.71]);
  expect(axis.min).toBeLessThanOrEqual(-0.9);
  expect(axis.ticks).toContain(0);
});

test("C-03 one value and no value still give an axis", () => {
  const one = fitAxis([20]);
  expect(one.min).toBeLessThan(20);
  expect(one.max).toBeGreaterThan(20);
  expect(fitAxis([]).ticks).toEqual([0, 1]);
});
