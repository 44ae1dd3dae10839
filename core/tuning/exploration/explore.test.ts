import { expect, test } from "vitest";
import type { Tunable } from "../space/tunable.ts";
import { expectedImprovement } from "./expected-improvement.ts";
import { type Exploration, explore } from "./explore.ts";

const tunable = (change: Partial<Tunable> = {}): Tunable => ({
  name: "sharpen.sigma",
  step: 0,
  param: "sigma",
  min: 0,
  max: 2,
  kind: "float",
  isLog: false,
  nudge: null,
  ...change,
});

const TUNABLES = [
  tunable(),
  tunable({ name: "gamma.value", min: 0.5, max: 2, isLog: true }),
  tunable({ name: "median.size", min: 1, max: 9, kind: "odd" }),
  tunable({ name: "clahe.tiles", min: 2, max: 42, kind: "whole" }),
];
const LIVE = [1, 1, 3, 10];

const base: Exploration = { index: 0, seed: 42, tunables: TUNABLES, live: LIVE, promising: null };

test("TU28 four of five are Sobol points inside the tuning range, the same under one seed, others under another", () => {
  const sets = (seed: number) =>
    Array.from({ length: 20 }, (_, index) => explore({ ...base, seed, index })).filter(
      ({ origin }) => origin === "sobol",
    );
  expect(sets(42)).toHaveLength(16);
  expect(sets(42)).toEqual(sets(42));
  expect(sets(43)).not.toEqual(sets(42));
  for (const { values } of sets(42)) {
    TUNABLES.forEach(({ min, max, kind }, index) => {
      const value = values[index] ?? Number.NaN;
      expect(value).toBeGreaterThanOrEqual(min);
      expect(value).toBeLessThanOrEqual(max);
      if (kind !== "float") expect(Number.isInteger(value)).toBe(true);
      if (kind === "odd") expect(value % 2).toBe(1);
    });
  }
});

test("TU28 a digital shift keeps the strata: 16 shifted points fall into 16 parts of a linear range", () => {
  const indices = [0, 1, 2, 3, 5, 6, 7, 8, 10, 11, 12, 13];
  const values = indices.map((index) => explore({ ...base, index }).values[0] ?? Number.NaN);
  expect(new Set(values.map((value) => Math.floor(value * 8))).size).toBe(indices.length);
});

test("TU28 before a first fit every fifth is live with one tunable one step away, each in turn", () => {
  const fifths = [4, 9, 14, 19, 24].map((index) => explore({ ...base, index }));
  expect(fifths.map(({ origin }) => origin)).toEqual(Array.from({ length: 5 }, () => "near-live"));
  expect(fifths.map(({ values }) => values)).toEqual([
    [1.1, 1, 3, 10],
    [1, 1.075, 3, 10],
    [1, 1, 5, 10],
    [1, 1, 3, 12],
    [0.9, 1, 3, 10],
  ]);
});

test("TU28 at an end of the range the step goes the other way, and the recipe's own step counts", () => {
  const tunables = [tunable({ nudge: 0.5 })];
  expect(explore({ ...base, tunables, live: [2], index: 4 }).values).toEqual([1.5]);
});

test("TU28 with a fit every fifth is the set with the largest expected improvement", () => {
  const promising = [1.5, 1, 3, 10];
  const set = explore({ ...base, index: 4, promising: () => promising });
  expect(set).toEqual({ values: promising, origin: "expected-improvement" });
  expect(explore({ ...base, index: 3, promising: () => promising }).origin).toBe("sobol");
});

test.each([
  [0, 1, 0.398942],
  [1, 1, 1.083315],
  [-1, 1, 0.083315],
  [0.3, 0, 0.3],
  [-0.3, 0, 0],
])("TU28 a gain of %f with spread %f is worth %f stars", (gain, spread, expected) => {
  expect(expectedImprovement(gain, spread)).toBeCloseTo(expected, 6);
});
