import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type CellSeries, meanOf } from "./block-table.ts";
import { type ChoiceRule, chooseWinner } from "./choose-winner.ts";
import { isDominated, pairedGap } from "./paired-gap.ts";

const rule: ChoiceRule = { tieEpsilon: 0.05, calibrationCv: 0.03, recipeHashOf: (index) => `sha256:${index}` };

/** The same value in each of three blocks. */
function steady(index: number, tps: number, ttftMs: number): CellSeries {
  return { index, x: Array(3).fill(Math.log(tps)), lnTtft: Array(3).fill(Math.log(ttftMs)) };
}

describe("section 10 step 7", () => {
  test("the band is anchored at the leader and never chained", () => {
    const chain = [steady(0, 20, 5000), steady(1, 19.2, 4000), steady(2, 18.4, 3000), steady(3, 17.7, 2000)];
    const choice = chooseWinner(chain, rule);
    expect(choice).toMatchObject({ leader: 0, winner: 1 });
    expect(choice?.standings.map(({ isInBand }) => isInBand)).toEqual([true, true, false, false]);
  });

  test("a cell that only may be in the band is not: mean gap plus standard error counts", () => {
    const lead = { index: 0, x: [3, 3, 3], lnTtft: [9, 9, 9] };
    const noisy = { index: 1, x: [2.86, 2.99, 3.02], lnTtft: [8, 8, 8] };
    expect(chooseWinner([lead, noisy], rule)?.winner).toBe(0);
    expect(chooseWinner([lead, { ...noisy, x: [2.97, 2.99, 3.0] }], rule)?.winner).toBe(1);
  });

  test("at one block the calibration's noise stands in for the spread; without it only the leader is in the band", () => {
    const series = [
      { index: 0, x: [3], lnTtft: [9] },
      { index: 1, x: [2.99], lnTtft: [8] },
    ];
    expect(chooseWinner(series, { ...rule, calibrationCv: 0.02 })?.winner).toBe(1);
    expect(chooseWinner(series, { ...rule, calibrationCv: 0.04 })?.winner).toBe(0);
    expect(chooseWinner(series, { ...rule, calibrationCv: null })?.winner).toBe(0);
  });

  test("first tokens equal to 1 ms go by higher mean x, then by lower recipe hash", () => {
    expect(chooseWinner([steady(0, 20, 4000.4), steady(1, 20.2, 4000.9)], rule)?.winner).toBe(1);
    expect(chooseWinner([steady(0, 20.2, 4002), steady(1, 20, 4000)], rule)?.winner).toBe(1);
    const twins = [steady(0, 20, 4000), steady(1, 20, 4000)];
    expect(chooseWinner(twins, rule)?.winner).toBe(0);
    expect(chooseWinner(twins, { ...rule, recipeHashOf: (index) => `sha256:${9 - index}` })?.winner).toBe(1);
  });

  test("nothing measured, nothing chosen", () => {
    expect(chooseWinner([], rule)).toBeNull();
    expect(chooseWinner([{ index: 0, x: [], lnTtft: [] }], rule)).toBeNull();
  });
});

const cells = fc
  .integer({ min: 1, max: 5 })
  .chain((blocks) =>
    fc.array(
      fc.record({
        x: fc.array(fc.double({ min: 2, max: 4, noNaN: true }), { minLength: blocks, maxLength: blocks }),
        lnTtft: fc.array(fc.double({ min: 6, max: 10, noNaN: true }), { minLength: blocks, maxLength: blocks }),
      }),
      { minLength: 1, maxLength: 9 },
    ),
  )
  .map((drawn): CellSeries[] => drawn.map((cell, index) => ({ index, ...cell })));

test("TM15 for equal values the anchored winner ignores cell-list order", () => {
  fc.assert(
    fc.property(
      cells.chain((series) => fc.tuple(fc.constant(series), fc.shuffledSubarray(series, { minLength: series.length }))),
      ([series, shuffled]) => chooseWinner(series, rule)?.winner === chooseWinner(shuffled, rule)?.winner,
    ),
  );
});

test("TM15 the anchored winner is at least (1 - eps) of the leader's mean", () => {
  fc.assert(
    fc.property(cells, fc.double({ min: 0, max: 0.3, noNaN: true }), (series, tieEpsilon) => {
      const choice = chooseWinner(series, { ...rule, tieEpsilon });
      const [leader, winner] = [choice?.leader, choice?.winner].map((index) => meanOf(series[index ?? -1]?.x ?? []));
      return winner !== undefined && leader !== undefined && winner >= leader + Math.log(1 - tieEpsilon) - 1e-12;
    }),
  );
});

describe("dominated (section 3)", () => {
  test("lower one-sided 95 % bound above zero and mean over the band", () => {
    const lead = [3, 3, 3];
    expect(isDominated(pairedGap(lead, [2.9, 2.91, 2.89], null), 0.05)).toBe(true);
    expect(isDominated(pairedGap(lead, [2.97, 2.975, 2.965], null), 0.05)).toBe(false);
    expect(isDominated(pairedGap(lead, [2.8, 3.02, 2.9], null), 0.05)).toBe(false);
  });

  /** Three gaps of this mean and sample sd, the cell behind the leader. */
  const behind = (mean: number, sd: number) => pairedGap([3, 3, 3], [3 - mean + sd, 3 - mean, 3 - mean - sd], null);

  test("the bound is the one-sided 95 % t bound: 2.920 standard errors at three blocks", () => {
    const most = (0.06 * Math.sqrt(3)) / 2.92;
    expect(isDominated(behind(0.06, most * 0.999), 0.05)).toBe(true);
    expect(isDominated(behind(0.06, most * 1.001), 0.05)).toBe(false);
  });

  test("and the mean has to be behind by more than -ln(1 - eps)", () => {
    expect(isDominated(behind(0.0514, 0.0001), 0.05)).toBe(true);
    expect(isDominated(behind(0.0512, 0.0001), 0.05)).toBe(false);
  });

  test("one block dominates nobody", () => {
    expect(isDominated(pairedGap([3], [1], 0.01), 0.05)).toBe(false);
  });
});
