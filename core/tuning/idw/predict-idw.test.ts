import { expect, test } from "vitest";
import { predictIdw, type Support } from "./predict-idw.ts";

function at(...coordinates: number[]) {
  return { coordinates: Float64Array.from(coordinates), codes: new Int32Array() };
}

function support(score: number, ...coordinates: number[]): Support {
  return { point: at(...coordinates), score };
}

const SUPPORTS = [support(2, 0, 0), support(3, 0.5, 0), support(5, 1, 1)];

test.each([
  [at(0.25, 0), "2.549020"],
  [at(1, 0), "3.166667"],
  [at(0.5, 0.5), "3.250000"],
  [at(0.5, 0), "3.000000"],
])("TD8 TU16 the printed predictions hold", (point, expected) => {
  expect(predictIdw(SUPPORTS, point).toFixed(6)).toBe(expected);
});

test("TD8 where higher strength was scored higher, the prediction rises with strength", () => {
  const supports = [0, 0.25, 0.5, 0.75, 1].map((strength, index) => support(index + 1, strength));
  const predicted = [0.1, 0.3, 0.5, 0.7, 0.9].map((strength) => predictIdw(supports, at(strength)));
  expect(predicted).toEqual([...predicted].sort((left, right) => left - right));
  expect(new Set(predicted).size).toBe(5);
});

test("TU16 several supports at one place count with their mean", () => {
  expect(predictIdw([support(1, 0.5), support(4, 0.5), support(5, 1)], at(0.5))).toBe(2.5);
});
