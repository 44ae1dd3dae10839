import { expect, test } from "vitest";
import { trialOf } from "../test-trial.ts";
import { visitOf } from "../test-visit.ts";
import { prepareTimeSpent } from "./time-spent.ts";

const trials = [
  trialOf({
    localId: 1,
    stage: 1,
    model: "practice/large-250mb",
    isFeasible: false,
    at: "2026-11-20T12:00:20Z",
    notes: "HTTP 500",
  }),
  trialOf({ localId: 2, stage: 1, at: "2026-11-20T12:00:35Z" }),
  trialOf({ localId: 3, at: "2026-11-20T12:01:05Z", tpsMedian: 20, ttftP95Ms: 1900 }),
];
const input = {
  startedAt: "2026-11-20T12:00:05Z",
  endedAt: "2026-11-20T12:01:08Z",
  budgetS: 7200,
  trials,
  visits: [],
};

test("C-05 a phase begins where the one before ended, and the spans cover the whole run without a gap", () => {
  const { bars } = prepareTimeSpent(input);
  expect(bars.map((bar) => [bar.phase, bar.startS, bar.endS])).toEqual([
    ["does large-250mb fit", 0, 15],
    ["does medium-64mb fit", 15, 30],
    ["cell unset ·1", 30, 60],
    ["write the answer, restore the machine", 60, 63],
  ]);
});

test("C-05 the measuring part is what the stored volleys lasted, warm-ups left out", () => {
  const cell = prepareTimeSpent(input).bars[2];
  // Three volleys of 11 tokens: first token after 1,850 to 1,900 ms, then 10 tokens at about 20 tok/s.
  expect(cell?.measuredS).toBeGreaterThan(3 * 2.3);
  expect(cell?.measuredS).toBeLessThan(3 * 2.5);
  expect(prepareTimeSpent(input).bars[0]?.measuredS).toBeNull();
});

test("C-05 the budget is a line where it is near and words where it is not", () => {
  expect(prepareTimeSpent(input).budgetS).toBeNull();
  expect(prepareTimeSpent({ ...input, budgetS: 65 }).budgetS).toBe(65);
  expect(prepareTimeSpent(input).caption).toContain("The run may take 2 h 00 min.");
});

test("H-40 the twin of C-05 has one row for each bar: phase, start, duration, result", () => {
  const { twin, bars, n } = prepareTimeSpent(input);
  expect(twin.rows.map((row) => row.id)).toEqual(bars.map((bar) => bar.id));
  expect(n).toBe(twin.rows.length);
  expect(twin.heads.map((head) => head.key)).toEqual(["phase", "start_s", "duration_s", "measuring_s", "result"]);
  expect(twin.rows[0]?.values.map((value) => value.shown)).toEqual([
    "does large-250mb fit",
    "0:00",
    "15 s",
    "–",
    "HTTP 500",
  ]);
});

test("C-05 with visits each provider start is a bar on its cell's line, and repeats share it", () => {
  const visits = [
    visitOf({ seq: 1, kind: "calibration", rung: 0, block: null }),
    visitOf({ seq: 2 }),
    visitOf({ seq: 3, kind: "sentinel" }),
    visitOf({ seq: 4, block: 2 }),
    visitOf({ seq: 5, kind: "confirmation", rung: null, block: null, pair: 1, arm: "A" }),
  ];
  const view = prepareTimeSpent({ ...input, endedAt: null, visits });
  expect(view.lanes).toEqual([
    "large-250mb",
    "medium-64mb",
    "calibration",
    "cell unset ·1",
    "sentinel",
    "confirmation A",
  ]);
  expect(view.bars.filter((bar) => view.lanes[bar.laneIndex] === "cell unset ·1")).toHaveLength(2);
});

test("C-05 says so when nothing is finished", () => {
  expect(prepareTimeSpent({ ...input, trials: [], endedAt: null }).sentence).toBe("Nothing has been finished yet.");
});
