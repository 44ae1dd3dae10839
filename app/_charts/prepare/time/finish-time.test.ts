import { expect, test } from "vitest";
import { type FinishedRun, prepareFinishTime } from "./finish-time.ts";

const run = (id: string, ramGb: number, minutes: number, isPractice = false): FinishedRun => ({
  id,
  label: id,
  ramGb,
  minutes,
  isPractice,
});

test("C-08 the expectation is 20, 50, 75 and 95 minutes at 8, 16, 32 and 64 GB and more", () => {
  const { tiers } = prepareFinishTime({ runs: [], thisRun: null });
  expect(tiers.map((tier) => [tier.name, tier.expectedMinutes])).toEqual([
    ["8 GB", 20],
    ["16 GB", 50],
    ["32 GB", 75],
    ["64 GB and more", 95],
  ]);
  expect(tiers.every((tier) => tier.medianMinutes === null)).toBe(true);
});

test("C-08 a Mac between two tiers belongs to the lower one, and 128 GB to the highest", () => {
  const { tiers } = prepareFinishTime({ runs: [run("a", 24, 40), run("b", 128, 80)], thisRun: null });
  expect(tiers.map((tier) => tier.runs.length)).toEqual([0, 1, 0, 1]);
});

test("C-08 practice runs are in no median, and this one is still shown", () => {
  const own = run("own", 16, 2, true);
  const view = prepareFinishTime({ runs: [own, run("a", 16, 44), run("b", 16, 48)], thisRun: own });
  expect(view.tiers[1]?.medianMinutes).toBe(46);
  expect(view.tiers[1]?.runs.filter((one) => one.isThis)).toHaveLength(1);
  expect(view.n).toBe(2);
  expect(view.sentence).toContain("This run took 2 min 00 s, with practice models, so it is in no median");
});

test("C-08 a p90 needs ten runs; under ten there are dots and a median", () => {
  const nine = Array.from({ length: 9 }, (_, index) => run(String(index), 8, 10 + index));
  expect(prepareFinishTime({ runs: nine, thisRun: null }).tiers[0]?.p90Minutes).toBeNull();
  const ten = [...nine, run("9", 8, 30)];
  expect(prepareFinishTime({ runs: ten, thisRun: null }).tiers[0]?.p90Minutes).toBeGreaterThan(18);
});

test("H-40 the twin of C-08 has one row for each tier: tier, budget, median, p90, n", () => {
  const { twin } = prepareFinishTime({ runs: [run("a", 16, 44)], thisRun: null });
  expect(twin.rows.map((row) => row.id)).toEqual(["8 GB", "16 GB", "32 GB", "64 GB and more"]);
  expect(twin.rows[1]?.values.map((value) => value.shown)).toEqual([
    "16 GB",
    "50 min 00 s",
    "44 min 00 s",
    "–",
    "1",
    "–",
  ]);
  expect(twin.rows[0]?.values[2]).toEqual({ shown: "–", csv: "" });
});
