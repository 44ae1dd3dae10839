import type { Tunable, TunableKind } from "./tunable.ts";

const MOST_POINTS = 4096;
const MOST_MOVING = 12;
const MOST_COUNT = 5;
const LEAST_COUNT = 2;

type Range = Pick<Tunable, "min" | "max" | "kind" | "isLog">;

/** A value as a tunable can hold it: whole, nearest odd with ties up, or four decimals, never outside the range (TU12). */
export function roundToKind(value: number, range: Range): number {
  const rounded = roundValue(value, range.kind);
  const step = range.kind === "odd" ? 2 : 1;
  if (range.kind === "float") return Math.min(range.max, Math.max(range.min, rounded));
  if (rounded > range.max) return rounded - step;
  return rounded < range.min ? rounded + step : rounded;
}

function roundValue(value: number, kind: TunableKind): number {
  switch (kind) {
    case "float":
      return Math.round(value * 1e4) / 1e4;
    case "whole":
      return Math.floor(value + 0.5);
    case "odd":
      return 2 * Math.floor((value - 1) / 2 + 0.5) + 1;
  }
}

/** `count` values from one end of the range to the other, duplicates removed; a range of zero width has one (TU12). */
export function gridLine(range: Range, count = MOST_COUNT): number[] {
  const { min, max, isLog } = range;
  if (min === max) return [min];
  const at = (share: number) =>
    isLog ? Math.exp(Math.log(min) + (Math.log(max) - Math.log(min)) * share) : min + (max - min) * share;
  const values = Array.from({ length: count }, (_, i) => roundToKind(at(i / (count - 1)), range));
  return values.filter((value, index) => value !== values[index - 1]);
}

/** The values of each tunable that moves, with the largest count that keeps the grid within 4,096 points (TU12). */
export function gridLines(tunables: readonly Range[]): number[][] {
  const moving = tunables.slice(0, MOST_MOVING);
  for (let count = MOST_COUNT; count > LEAST_COUNT; count -= 1) {
    const lines = moving.map((tunable) => gridLine(tunable, count));
    if (sizeOf(lines) <= MOST_POINTS) return lines;
  }
  return moving.map((tunable) => gridLine(tunable, LEAST_COUNT));
}

function sizeOf(lines: readonly number[][]): number {
  return lines.reduce((size, line) => size * line.length, 1);
}

/** Every combination of the lines' values, the first line slowest (TU12). */
export function gridPoints(lines: readonly (readonly number[])[]): number[][] {
  return lines.reduce<number[][]>(
    (points, line) => points.flatMap((point) => line.map((value) => [...point, value])),
    [[]],
  );
}
