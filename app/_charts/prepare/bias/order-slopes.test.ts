import { expect, test } from "vitest";
import { layOrderSlopes } from "../../drawing/lay-order-slopes.ts";
import { trialOf } from "../test-trial.ts";
import { prepareOrderSlopes } from "./order-slopes.ts";

const forward = {
  label: "TUNE-7",
  trials: [
    trialOf({ localId: 3, kvBits: null, tpsMedian: 20, isKept: true }),
    trialOf({ localId: 4, kvBits: 8, tpsMedian: 19 }),
    trialOf({ localId: 5, kvBits: 4, isFeasible: false }),
  ],
};
const reverse = {
  label: "TUNE-8",
  trials: [
    trialOf({ localId: 3, kvBits: 4, tpsMedian: 15 }),
    trialOf({ localId: 4, kvBits: 8, tpsMedian: 21, isKept: true }),
    trialOf({ localId: 5, kvBits: null, tpsMedian: 18 }),
  ],
};
const view = prepareOrderSlopes({ forward, reverse });

test("M28 C-06 each cell stands forward and reverse, an infeasible side is a gap", () => {
  expect(view.slopes.map((slope) => [slope.forwardTps, slope.reverseTps])).toEqual([
    [20, 18],
    [19, 21],
    [null, 15],
  ]);
});

test("M28 C-06 says which cell each order kept", () => {
  expect(view.sentence).toBe(
    "The order decided: TUNE-7 forward kept kv_bits unset with 1 at once, TUNE-8 reverse kept kv_bits 8 with 1 at once.",
  );
  const agreeing = prepareOrderSlopes({ forward, reverse: { ...forward, label: "TUNE-8" } });
  expect(agreeing.sentence).toBe("TUNE-7 forward and TUNE-8 reverse both kept kv_bits unset with 1 at once.");
});

test("H-40 the twin of the order check has one row for each cell, and nothing leaves the drawing", () => {
  expect(view.twin.rows.map((row) => row.id)).toEqual(view.slopes.map((slope) => slope.rowId));
  for (const width of [288, 800]) {
    const picture = layOrderSlopes(view, width, null);
    const texts = picture.groups.flatMap((group) =>
      group.shapes.flatMap((shape) => (shape.kind === "text" ? [shape.x] : [])),
    );
    expect(Math.min(...texts)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...texts)).toBeLessThanOrEqual(width);
  }
});
