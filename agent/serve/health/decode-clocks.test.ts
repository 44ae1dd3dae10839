import { expect, test } from "vitest";
import { createDecodeClocks } from "./decode-clocks.ts";

test.each([
  ["equal clocks", 1000, 1000, false],
  ["exactly a tenth apart", 1000, 1100, false],
  ["more than a tenth slower", 1000, 1101, true],
  ["more than a tenth faster", 1000, 899, true],
])("A46 %s", (_title, engineMs, ownMs, isFlagged) => {
  const clocks = createDecodeClocks();
  clocks.add(engineMs, ownMs);
  expect(clocks.read()).toMatchObject({ engineMs, ownMs, isFlagged });
});

test("A46 an engine without a clock is not compared", () => {
  const clocks = createDecodeClocks();
  clocks.add(null, 500);
  expect(clocks.read()).toEqual({ engineMs: 0, ownMs: 0, difference: null, isFlagged: false });
});
