import { expect, test } from "vitest";
import { contenderWords } from "./contender-words.ts";

test.each([
  [{ mean: 0.08, low: 0.03, high: 0.13, blocks: 4 }, "slower by 7.7 % (95 % interval 3.0 to 12.2 %, 4 blocks)"],
  [{ mean: 0.01, low: -0.02, high: 0.04, blocks: 3 }, "not shown: −1.0 % (−3.9 to +2.0 %, 3 blocks)"],
  [{ mean: 0.05, low: null, high: null, blocks: 1 }, "not shown: 1 block, no interval"],
])("M27 %o is told with interval and n, or not shown", (gap, words) => {
  expect(contenderWords(gap)).toBe(words);
  expect(contenderWords(gap)).not.toMatch(/\bsame\b|no difference|\bbest\b|[→↑↓←]/);
});
