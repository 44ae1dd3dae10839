import { expect, test } from "vitest";
import { mulberry32 } from "../../tuning/sampling/mulberry32.ts";
import { type BenchMode, decidePick, isFirstLeft, isTimeToStop, isWarmUp, suggestedMode } from "./session-rules.ts";

test("IM64 6 % are repeats, and among pairs 2 % gold pairs", () => {
  const shares = (mode: BenchMode) => {
    const random = mulberry32(7);
    const picks = Array.from({ length: 20_000 }, () => decidePick({ draw: random(), answers: 50, mode }));
    const share = (kind: string) => picks.filter((pick) => pick === kind).length / picks.length;
    return [share("repeat"), share("gold")];
  };
  expect(shares("pairs")).toEqual([expect.closeTo(0.06, 2), expect.closeTo(0.02, 2)]);
  expect(shares("scores")).toEqual([expect.closeTo(0.06, 2), 0]);
});

test("IM64 the first five answers warm up and are never repeats", () => {
  expect([0, 4, 5].map(isWarmUp)).toEqual([true, true, false]);
  expect(decidePick({ draw: 0, answers: 4, mode: "pairs" })).toBe("fresh");
});

test("IM64 a rest is suggested at 20 minutes", () => {
  expect([19, 20].map((minutes) => isTimeToStop(0, minutes * 60_000))).toEqual([false, true]);
});

const coarse = { ratings: 20, values: 2 };
test.each<[string, Parameters<typeof suggestedMode>[0], BenchMode]>([
  ["two values over twenty ratings", [coarse], "pairs"],
  ["two values over nineteen", [{ ratings: 19, values: 2 }], "scores"],
  ["three values", [{ ratings: 30, values: 3 }], "scores"],
  ["nothing rated", [], "scores"],
  ["every rated class of several", [coarse, { ratings: 80, values: 1 }], "pairs"],
  ["one of several classes", [coarse, { ratings: 3, values: 2 }], "scores"],
])("IM65 %s", (_title, classes, mode) => {
  expect(suggestedMode(classes)).toBe(mode);
});

test("IMB16 sides are balanced over 400 pairs, differ between raters and stay as drawn", () => {
  const of = (rater: string) => Array.from({ length: 400 }, (_, index) => isFirstLeft(rater, `pair-${index}`));
  const shareOf = (sides: boolean[]) => sides.filter(Boolean).length / sides.length;
  const shares = Array.from({ length: 100 }, (_, index) => shareOf(of(`rater-${index}`)));
  const isBalanced = (value: number) => value >= 0.45 && value <= 0.55;
  expect(shares.filter(isBalanced).length).toBeGreaterThanOrEqual(90);
  expect(shares.reduce((sum, value) => sum + value, 0) / shares.length).toBeCloseTo(0.5, 1);
  expect(isBalanced(shares[0] ?? 0)).toBe(true);
  expect(of("ada")).toEqual(of("ada"));
  const [ada, bo] = [of("ada"), of("bo")];
  expect(isBalanced(shareOf(ada.map((side, index) => side === bo[index])))).toBe(true);
});
