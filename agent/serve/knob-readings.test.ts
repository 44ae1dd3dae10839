import { expect, test } from "vitest";
import { driftLines, knobReadings } from "./knob-readings.ts";

const engine = (effective: number | null) => ({ effective, source: "engine" as const });
const silent = { effective: null, source: "unknown" as const };

test("A42 a lowered knob is drift and named, padding is not", () => {
  const readings = knobReadings(
    { kvBits: 8, maxBatch: 4, maxContext: 4000 },
    { kvBits: engine(null), maxBatch: engine(2), maxContext: engine(4096) },
    {},
  );
  expect(driftLines(readings)).toEqual([
    "knob kv_bits requested 8 effective unset",
    "knob max_batch requested 4 effective 2",
  ]);
});

test("A42 what serve itself holds is argv, what nobody reports is unknown and no drift", () => {
  const readings = knobReadings(
    { kvBits: 8, maxBatch: 2, maxContext: 1000 },
    { kvBits: silent, maxBatch: silent, maxContext: silent },
    { maxBatch: 2, maxContext: 1000 },
  );
  expect(readings.kvBits.source).toBe("unknown");
  expect(readings.maxBatch).toEqual({ requested: 2, effective: 2, source: "argv" });
  expect(driftLines(readings)).toEqual([]);
});
