import { expect, test } from "vitest";
import { conditionWarnings } from "./condition-warnings.ts";

const CALM = { thermalLevel: 1, memoryPressureLevel: 1, powerSource: "ac", isLowPowerMode: false } as const;
const UNKNOWN = { thermalLevel: null, memoryPressureLevel: null, powerSource: null, isLowPowerMode: null };

test.each([
  ["a calm machine", CALM, []],
  ["an unreadable one", UNKNOWN, []],
  ["battery", { ...CALM, powerSource: "battery" as const }, ["on battery"]],
  ["Low Power Mode", { ...CALM, isLowPowerMode: true }, ["Low Power Mode is on"]],
  ["heat", { ...CALM, thermalLevel: 2 }, ["the machine is hot"]],
  ["memory pressure", { ...CALM, memoryPressureLevel: 2 }, ["memory is under pressure"]],
])("B101 a run by hand warns of %s", (_title, signals, words) => {
  expect(conditionWarnings(signals)).toEqual(words.map((word) => `warning: ${word}; measured values may be lower`));
});
