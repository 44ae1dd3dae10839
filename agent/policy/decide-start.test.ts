import { expect, test } from "vitest";
import { decideStart, type StartMoment } from "./decide-start.ts";

const rules = { requireAc: true, thermalMax: "moderate" as const, quietHours: ["22:00-07:00"], minFreeDiskMib: 256 };
const facts = { powerSource: null, thermalLevel: null, memoryPressureLevel: null, diskFreeBytes: 1e12 };
const noon: StartMoment = { facts, localMinutes: 12 * 60, isTuneLockHeld: false };

test.each([
  ["unknown readings pass", noon, { kind: "start" }],
  [
    "INV-25 below the disk floor nothing starts",
    { ...noon, facts: { ...facts, diskFreeBytes: 1e6 } },
    { kind: "refuse", reason: "disk_low" },
  ],
  [
    "T12 B100 a run by hand makes it wait",
    { ...noon, isTuneLockHeld: true },
    { kind: "defer", reason: "tune_by_hand" },
  ],
  [
    "T12 M22 battery makes it wait",
    { ...noon, facts: { ...facts, powerSource: "battery" as const } },
    { kind: "defer", reason: "battery" },
  ],
  [
    "T12 M22 Low Power Mode makes it wait",
    { ...noon, facts: { ...facts, isLowPowerMode: true } },
    { kind: "defer", reason: "low_power_mode" },
  ],
  ["M22 Low Power Mode off passes", { ...noon, facts: { ...facts, isLowPowerMode: false } }, { kind: "start" }],
  [
    "T12 M22 heat above the limit makes it wait",
    { ...noon, facts: { ...facts, thermalLevel: 2 } },
    { kind: "defer", reason: "heat" },
  ],
  ["heat at the limit passes", { ...noon, facts: { ...facts, thermalLevel: 1 } }, { kind: "start" }],
  [
    "T12 M22 critical memory makes it wait",
    { ...noon, facts: { ...facts, memoryPressureLevel: 4 } },
    { kind: "defer", reason: "memory" },
  ],
  ["T12 quiet hours before midnight", { ...noon, localMinutes: 23 * 60 }, { kind: "defer", reason: "quiet_hours" }],
  ["T12 quiet hours after midnight", { ...noon, localMinutes: 6 * 60 + 59 }, { kind: "defer", reason: "quiet_hours" }],
  ["the end of quiet hours is free again", { ...noon, localMinutes: 7 * 60 }, { kind: "start" }],
])("%s", (_title, moment, expected) => {
  expect(decideStart(rules, moment)).toMatchObject(expected);
});
