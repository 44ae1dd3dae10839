import { expect, test } from "vitest";
import { trialOf } from "../test-trial.ts";
import { visitOf } from "../test-visit.ts";
import { prepareHeatBias } from "./heat-bias.ts";

const reading = { memoryPressureLevel: null, powerSource: null, isLowPowerMode: null };
const conditions = (thermalLevel: number | null, loadAverage: number | null) => {
  const one = { thermalLevel, loadAverage, ...reading };
  return { start: one, worst: one, end: one, wakeTime: null, idleSecondsBefore: null };
};
const eight = { kvBits: 8 as const, maxBatch: 2, maxContext: 8000 };
const visits = [
  visitOf({ seq: 1, kind: "calibration", rung: 0, block: null, tps: 20 }),
  visitOf({ seq: 2, kind: "sentinel", tps: 20, conditions: conditions(0, 0.4) }),
  visitOf({ seq: 3, tps: 18, conditions: conditions(0, 0.5) }),
  visitOf({ seq: 4, knobs: eight, tps: 24, conditions: conditions(1, 0.5) }),
  visitOf({ seq: 5, knobs: eight, block: 2, tps: 26, conditions: conditions(null, null) }),
  visitOf({ seq: 6, block: 2, tps: 22, conditions: conditions(0, 0.6) }),
  visitOf({ seq: 7, kind: "sentinel", block: 2, tps: 18.6, conditions: conditions(0, 0.6) }),
  visitOf({ seq: 8, block: 2, invalidReason: "power_changed" }),
];

test("C-06 a value stands against its cell's median, the sentinel against its calibration, in measured order", () => {
  const { points } = prepareHeatBias({ trials: [], visits });
  expect(
    points.map((point) => [point.kind, point.deviationPercent === null ? null : Math.round(point.deviationPercent)]),
  ).toEqual([
    ["sentinel", 0],
    ["cell", -10],
    ["cell", -4],
    ["cell", 4],
    ["cell", 10],
    ["sentinel", -7],
    ["cell", null],
  ]);
});

test("C-06 the sentence names the sentinel's range and how often it sagged below 95 %", () => {
  expect(prepareHeatBias({ trials: [], visits }).sentence).toContain(
    "The sentinel ran at 93 % to 100 % of its calibration in 2 visits; 1 below 95 % and flagged.",
  );
});

test("C-06 heat is the machine's own word per visit; where it is not readable there is a gap, and no temperature is invented", () => {
  const view = prepareHeatBias({ trials: [], visits });
  expect(view.points.map((point) => point.thermal)).toEqual([0, 0, 1, null, 0, 0, null]);
  expect(view.twin.rows[3]?.values[4]?.shown).toBe("not readable");
  expect(view.caption).toContain("Thermal above nominal in 1 of 5");
  expect(view.caption).toContain("Temperature and power are not recorded.");
});

test("C-06 blocks are named where they begin and end", () => {
  expect(prepareHeatBias({ trials: [], visits }).blocks).toEqual([
    { from: 0, to: 2, text: "rung 1, block 1" },
    { from: 3, to: 6, text: "rung 1, block 2" },
  ]);
});

test("H-40 the twin of C-06 has one row for each measurement of the run, n counts those with a value", () => {
  const view = prepareHeatBias({ trials: [], visits });
  expect(view.twin.rows).toHaveLength(view.points.length);
  expect(view.n).toBe(6);
  expect(view.twin.heads.map((head) => head.key)).toEqual([
    "order",
    "measurement",
    "tps",
    "deviation_percent",
    "thermal",
    "load_average",
    "state",
  ]);
});

test("C-06 a grid run shows its replicates in order and says what it cannot tell", () => {
  const trials = [trialOf({ localId: 3, tpsMedian: 20 }), trialOf({ localId: 4, kvBits: 8, tpsMedian: 25 })];
  const view = prepareHeatBias({ trials, visits: [] });
  expect(view.points.map((point) => point.order)).toEqual([1, 2, 3, 4, 5, 6]);
  expect(view.sentence).toContain("order and heat cannot be told from the cells themselves");
  expect(view.thermal).toBeNull();
});
