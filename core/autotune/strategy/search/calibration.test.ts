import { expect, test } from "vitest";
import { calibrationOf, decideCalibration } from "./calibration.ts";

const volleys = (tps: readonly number[]) => tps.map((rate) => ({ tps: rate, ttftMs: 4000 }));

test.each([
  ["five are too few", [20, 20, 20, 20, 20], "more"],
  ["six steady ones settle", [20, 20, 20, 20, 20, 20], "settled"],
  ["exactly 0.97 of the three before settles", [100, 100, 100, 97, 97, 97], "settled"],
  ["still falling", [100, 100, 100, 96.9, 96.9, 96.9], "more"],
  ["medians, so one slow volley does not matter", [20, 20, 20, 20, 20, 5], "settled"],
  ["twelve are enough", [100, 95, 90, 85, 80, 75, 70, 65, 60, 55, 50, 45], "exhausted"],
  ["the last six decide", [100, 95, 90, 50, 50, 50, 50, 50, 50], "settled"],
] as const)("calibration: %s", (_title, tps, expected) => {
  expect(decideCalibration(volleys(tps))).toBe(expected);
});

test("the reference is the median of the last three, the CV comes from successive differences", () => {
  const calibration = calibrationOf(volleys([30, 25, 22, 20, 21, 20]));
  const logs = [30, 25, 22, 20, 21, 20].map(Math.log);
  const squares = logs.slice(1).map((x, at) => (x - (logs[at] ?? 0)) ** 2);
  expect(calibration).toMatchObject({ referenceTps: 20, volleys: 6, isSettled: false });
  expect(calibration?.cv).toBeCloseTo(Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / 10), 12);
});

test("warming up in a straight line is not noise", () => {
  const steps = Array.from({ length: 6 }, (_, step) => 20 * Math.exp(-0.01 * step));
  expect(calibrationOf(volleys(steps))?.cv).toBeCloseTo(0.01 / Math.SQRT2, 12);
});
