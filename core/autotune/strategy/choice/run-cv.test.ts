import { expect, test } from "vitest";
import { runCv } from "./run-cv.ts";

const value = (x: number) => ({ tps: Math.exp(x), ttftMs: 4000 });
const block = (rung: number, number: number, xs: (number | null)[]) => ({
  rung,
  block: number,
  values: xs.map((x) => (x === null ? null : value(x))),
});

test("run CV is what cell and block means do not explain", () => {
  expect(runCv([block(1, 1, [3, 3.5]), block(1, 2, [2.8, 3.3])])).toBeCloseTo(0, 12);
  // Residuals ±0.05 in four places, one degree of freedom: sqrt(4 * 0.0025).
  expect(runCv([block(1, 1, [3, 3.4]), block(1, 2, [2.8, 3.4])])).toBeCloseTo(Math.sqrt(4 * 0.0025), 12);
});

test("run CV pools rungs, counts repeated blocks once and leaves out who is not in every block", () => {
  const quiet = [block(1, 1, [3, 3.5, 9]), block(1, 2, [2.8, 3.3, null])];
  const loud = [block(2, 1, [3, 3.4, null]), block(2, 2, [1, 9, null]), block(2, 2, [2.8, 3.4, null])];
  expect(runCv([...quiet, ...loud])).toBeCloseTo(Math.sqrt((4 * 0.0025) / 2), 12);
});

test("a single block has no run CV", () => {
  expect(runCv([block(1, 1, [3, 4])])).toBeNull();
});
