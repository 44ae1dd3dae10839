import { expect, test } from "vitest";
import { loadDeadlineMs } from "./load-deadline.ts";

test.each([
  ["unknown weights", null, 300_000],
  ["1 GiB", 2 ** 30, 320_000],
  ["half a GiB", 2 ** 29, 310_000],
  ["19.9 GB", 19_900_000_000, 670_667],
])("A41, B22, JK4 %s load within 5 min and 20 s per GiB", (_title, weightsBytes, expected) => {
  expect(loadDeadlineMs(weightsBytes)).toBe(expected);
});
