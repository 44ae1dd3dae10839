import { expect, test } from "vitest";
import type { Tunable, TunableKind } from "../space/tunable.ts";
import { pickBest } from "./pick.ts";
import { searchArguments } from "./search.ts";

const tunable = (name: string, kind: TunableKind = "float", over: Partial<Tunable> = {}): Tunable => ({
  name,
  step: 0,
  param: name,
  min: 0,
  max: kind === "float" ? 1 : 9,
  kind,
  isLog: false,
  nudge: null,
  ...over,
});

const pointAt = (values: readonly number[]) => ({
  coordinates: Float64Array.from(values),
  codes: new Int32Array(),
});
type Believed = (...values: number[]) => number;

function picked(moving: readonly Tunable[], live: readonly number[], gain: Believed, spread: Believed = () => 0.05) {
  const asked: number[][] = [];
  const posterior = {
    gain: ({ coordinates }: { coordinates: Float64Array }) => {
      asked.push([...coordinates]);
      return gain(...coordinates);
    },
    spread: ({ coordinates }: { coordinates: Float64Array }) => spread(...coordinates),
  };
  return { ...pickBest({ posterior, moving, live, pointAt }), asked };
}

test("TU23 the pick has the largest m − √v, not the largest m", () => {
  const steady = tunable("a", "float", { min: 0, max: 1, nudge: 1 });
  const { best } = picked(
    [steady],
    [0],
    (a = 0) => (a === 1 ? 0.5 : a === 0.5 ? 0.4 : 0),
    (a = 0) => (a === 1 ? 0.4 : 0.1),
  );
  expect(best.values).toEqual([0.5]);
  expect(best.bound).toBeCloseTo(0.3, 12);
});

test("TU23 where no bound is above 0 live wins", () => {
  const { best, bestOther } = picked([tunable("a")], [0.5], () => 0.04);
  expect(best).toEqual({ values: [0.5], bound: 0 });
  expect(bestOther).toBeCloseTo(-0.01, 12);
});

test("TU23 local steps of a twentieth of the range go on from the grid to the peak and stop there", () => {
  const { best } = picked([tunable("a")], [0], (a = 0) => 1 - (a - 0.65) ** 2);
  expect(best.values).toEqual([0.65]);
});

test.each<[string, Tunable, number]>([
  ["its own step", tunable("a", "float", { nudge: 0.1 }), 0.6],
  ["whole steps of at least 1", tunable("a", "whole"), 6],
  ["odd steps of 2", tunable("a", "odd"), 7],
])("TU23 a neighbour is %s away", (_title, moved, expected) => {
  const from = moved.kind === "float" ? 0.5 : 5;
  const { best } = picked([moved], [0], (a = 0) => (a === expected ? 2 : a === from ? 1 : 0));
  expect(best.values).toEqual([expected]);
});

test("TU23 at most 50 moves are made, all inside the range", () => {
  const far = tunable("a", "float", { max: 100, nudge: 0.1 });
  const { best, asked } = picked([far], [0], (a = 0) => (a <= 25 ? 1 : a < 50 ? 1 + a / 1000 : 0));
  expect(best.values[0]).toBeCloseTo(30, 9);
  expect(asked.flat().every((value) => value >= 0 && value <= 100)).toBe(true);
});

test.each([
  [199, 4],
  [200, 6],
])("TU24 with %i rows %i tunables move, the first of params", (rowCount, expected) => {
  const tunables = ["a", "b", "c", "d", "e", "f", "g"].map((name) => tunable(name));
  const posterior = { gain: sum, spread: () => 0.01 };
  const { moving, frozen } = searchArguments({
    posterior,
    tunables,
    rowCount,
    live: tunables.map(() => 0),
    pointAt: byName,
  });
  expect(moving.map(({ name }) => name).join("")).toBe("abcdefg".slice(0, expected));
  expect(frozen).toEqual([]);
});

test("TU24 a tunable whose line changes m by less than 0.05 is frozen at live and listed", () => {
  const tunables = [tunable("a"), tunable("b")];
  const posterior = {
    gain: ({ coordinates: [a = 0, b = 0] }: { coordinates: Float64Array }) => 0.3 * a + 0.049 * b,
    spread: () => 0.01,
  };
  const found = searchArguments({ posterior, tunables, rowCount: 100, live: [0, 0], pointAt: byName });
  expect(found.frozen.map(({ name }) => name)).toEqual(["b"]);
  expect(found.best).toMatchObject({ values: [1] });
});

function sum({ coordinates }: { coordinates: Float64Array }): number {
  return coordinates.reduce((total, value) => total + value, 0);
}

function byName(moving: readonly Tunable[], values: readonly number[]) {
  const all = new Float64Array(7);
  moving.forEach(({ name }, index) => {
    all["abcdefg".indexOf(name)] = values[index] ?? 0;
  });
  return { coordinates: all, codes: new Int32Array() };
}
