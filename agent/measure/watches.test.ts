import { expect, test } from "vitest";
import type { MachineSignals } from "../host/machine/signals.ts";
import { conditionFlags, readingsOf, watchConditions } from "./condition-watch.ts";
import { watchSuspension } from "./suspension-watch.ts";

const signals = (change: Partial<MachineSignals>): MachineSignals => ({
  thermalLevel: null,
  memoryPressureLevel: null,
  powerSource: null,
  isLowPowerMode: null,
  ...change,
});

test.each([
  ["a wall clock 46 s ahead of the monotonic one", { wallMs: 46_000, monoMs: 0 }, true],
  ["both clocks 61 s on without a tick", { wallMs: 61_000, monoMs: 61_000 }, true],
  ["a tick 30 s late", { wallMs: 45_000, monoMs: 45_000 }, false],
])("TB76, B117 %s", (_title, later, expected) => {
  const now = { wallMs: 0, monoMs: 0 };
  const watch = watchSuspension({ wallMs: () => now.wallMs, monoMs: () => now.monoMs });
  Object.assign(now, later);
  expect(watch.hasSlept()).toBe(expected);
  watch.stop();
});

const heat = (levels: readonly number[]) => conditionFlags(levels.map((thermalLevel) => signals({ thermalLevel })));

test("B116 thermal needs two heavy samples and half of the readable ones", () => {
  expect(heat([2])).toEqual([]);
  expect(heat([2, 3])).toEqual(["thermal"]);
  expect(heat([2, 3, 0, 0])).toEqual(["thermal"]);
  expect(heat([2, 3, 0, 0, 0])).toEqual([]);
});

test("measurement.md section 5: a change of the power source is flagged", () => {
  expect(conditionFlags([signals({ powerSource: "ac" }), signals({ powerSource: "battery" })])).toEqual([
    "power_changed",
  ]);
});

test("B116, A62 two critical memory readings stop a trial, one does not, and the peak is the largest sample", async () => {
  const levels = [4, 1, 4, 4];
  const bytes = [10, 30, 20, 5];
  let stops = 0;
  const watch = watchConditions({
    signals: () => Promise.resolve(signals({ memoryPressureLevel: levels.shift() ?? 1 })),
    residentBytes: () => Promise.resolve(bytes.shift() ?? null),
    loadAverage: () => 0.5,
    onCritical: () => {
      stops += 1;
    },
  });
  await watch.sample();
  await watch.sample();
  await watch.sample();
  expect(stops).toBe(0);
  const seen = await watch.finish();
  expect(stops).toBe(1);
  expect(seen).toMatchObject({ isMemoryCritical: true, peakMemoryBytes: 30 });
});

test("M21 start, worst and end of a visit's readings, null where the machine cannot tell", () => {
  const read = (change: Partial<MachineSignals>, loadAverage: number | null) => ({ ...signals(change), loadAverage });
  const seen = [
    read({ thermalLevel: 0, powerSource: "ac", isLowPowerMode: false }, 0.2),
    read({ thermalLevel: 2, powerSource: "battery", isLowPowerMode: true }, 3),
    read({ thermalLevel: 1, powerSource: "ac", isLowPowerMode: false }, null),
  ];
  expect(readingsOf(seen)).toEqual({
    start: seen[0],
    worst: read({ thermalLevel: 2, powerSource: "battery", isLowPowerMode: true }, 3),
    end: seen[2],
  });
  const nothing = read({}, null);
  expect(readingsOf([])).toEqual({ start: nothing, worst: nothing, end: nothing });
});
