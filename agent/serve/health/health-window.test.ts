import { expect, test } from "vitest";
import { createHealthWindow } from "./health-window.ts";

test.each([
  ["three failures are too few to tell", [false, false, false], false],
  ["half of four", [true, true, false, false], true],
  ["less than half", [true, true, true, false, false], false],
  ["failures older than the last 20 are forgotten", [...Array(20).fill(false), ...Array(20).fill(true)], false],
])("A19 %s", (_title, outcomes: boolean[], expected) => {
  const window = createHealthWindow();
  for (const isOk of outcomes) window.add(isOk);
  expect(window.isDegraded()).toBe(expected);
});

test.each([
  ["one critical sample vetoes nothing", [4], false],
  ["two in a row are degraded", [4, 4], true],
  ["with a better one between they are not", [4, 2, 4], false],
  ["it recovers", [4, 4, 1], false],
])("A19 memory pressure: %s", (_title, levels, expected) => {
  const window = createHealthWindow();
  for (const level of levels) window.notePressure(level);
  expect(window.isDegraded()).toBe(expected);
});
