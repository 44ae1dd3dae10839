import { expect, test } from "vitest";
import { BUILT_IN_CLASSES, BUILT_IN_LABELS, ClassLabel } from "./classes.ts";

test("IM1 there are ten classes, and only dark-photo has a parent", () => {
  expect(BUILT_IN_CLASSES.map(({ label }) => label)).toEqual([...BUILT_IN_LABELS]);
  expect(BUILT_IN_LABELS).toHaveLength(10);
  expect(BUILT_IN_CLASSES.filter(({ parent }) => parent !== null)).toMatchObject([
    { label: "dark-photo", parent: "color-photo" },
  ]);
});

test.each([
  ["color-photo", true],
  ["a".repeat(32), true],
  ["a".repeat(33), false],
  ["Old Photo", false],
  ["../etc", false],
  ["", false],
])("IM3 %j as a label: %s", (label, isLabel) => {
  expect(ClassLabel.safeParse(label).success).toBe(isLabel);
});
