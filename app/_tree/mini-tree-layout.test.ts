import { expect, test } from "vitest";
import { miniTree } from "./mini-tree-layout.ts";

test("E1 the 16 px glyph keeps the order, the first candidate lowest, and colours only the chosen one as a leaf", () => {
  const bars = miniTree(["pruned", "chosen", "not-probed"]);
  expect(bars.map((bar) => bar.tone)).toEqual(["bark", "bark", "leaf", "edge"]);
  expect(bars.map((bar) => bar.d)).toEqual(["M3 15V6.5", "M3 12H10", "M3 7.5H14", "M3 3H15"]);
});
