import { expect, test } from "vitest";
import type { EngineCapability } from "../../../core/serving/capability.ts";
import { driftLines, knobReadings, notAppliedLines } from "./knob-readings.ts";

const engine = (effective: number | null) => ({ effective, source: "engine" as const });
const silent = { effective: null, source: "unknown" as const };
const SILENT = { kvBits: silent, maxBatch: silent, maxContext: silent };

const capability: EngineCapability = {
  engine: "scripted",
  engineVersion: "1",
  kvBits: [8, 4],
  maxContext: true,
  maxBatch: true,
  kvBitsWithMaxContext: true,
  scope: {},
  contextGate: "tokenizer",
  unverified: [],
};

test("A42 a lowered knob is drift and named, padding is not", () => {
  const readings = knobReadings({
    requested: { kvBits: 8, maxBatch: 4, maxContext: 4000 },
    readBack: { kvBits: engine(null), maxBatch: engine(2), maxContext: engine(4096) },
    running: { maxBatch: 4, maxContext: 4000 },
    capability,
  });
  expect(driftLines(readings)).toEqual([
    "knob kv_bits requested 8 effective unset",
    "knob max_batch requested 4 effective 2",
  ]);
});

test("A42 what serve itself holds is argv, what nobody reports is unknown and no drift", () => {
  const requested = { kvBits: 8 as const, maxBatch: 2, maxContext: 1000 };
  const readings = knobReadings({
    requested,
    readBack: SILENT,
    running: { maxBatch: 2, maxContext: 1000 },
    capability,
  });
  expect(readings.kvBits.source).toBe("unknown");
  expect(readings.maxBatch).toEqual({ requested: 2, effective: 2, source: "argv" });
  expect(readings.maxContext).toEqual({ requested: 1000, effective: 1000, source: "argv" });
  expect(driftLines(readings)).toEqual([]);
});

test.each(["engine", "none"] as const)(
  "A42 a cap that only the engine's %s gate could hold is unknown",
  (contextGate) => {
    const readings = knobReadings({
      requested: { kvBits: null, maxBatch: 2, maxContext: 1000 },
      readBack: SILENT,
      running: { maxBatch: 2, maxContext: 1000 },
      capability: { ...capability, contextGate, unverified: ["maxBatch"] },
    });
    expect(readings.maxContext.source).toBe("unknown");
    expect(readings.maxBatch.source).toBe("unknown");
  },
);

test("A43 a knob the engine cannot take is not applied: null, drift, and a warning with the reason", () => {
  const poor = { ...capability, kvBits: null, maxContext: false, contextGate: "none" as const };
  const requested = { kvBits: 8 as const, maxBatch: 1, maxContext: 1000 };
  const readings = knobReadings({
    requested,
    readBack: SILENT,
    running: { maxBatch: 1, maxContext: 1000 },
    capability: { ...poor, reasons: { kvBits: "head size 16" } },
  });
  expect(readings.kvBits).toEqual({ requested: 8, effective: null, source: "argv" });
  expect(driftLines(readings)).toEqual([
    "knob kv_bits requested 8 effective unset",
    "knob max_context requested 1000 effective unset",
  ]);
  expect(notAppliedLines(requested, poor)).toEqual([
    "kv_bits not applied, unsupported by backend: scripted cannot take this knob",
    "max_context not applied, unsupported by backend: scripted cannot take this knob",
  ]);
});
