import { testRequest } from "../measuring/test-replicate.ts";
import type { ProbeLevel, ProbeRequestRecord, ProbeStart } from "./probe-record.ts";

/** A probed request of evenly spaced events, sent when it was planned. Times in ms. */
export function testRecord(
  timing: { position: number; atMs?: number; ttftMs: number; tpotMs: number; tokens: number },
  change: Partial<ProbeRequestRecord> = {},
): ProbeRequestRecord {
  const { position, atMs = 0 } = timing;
  const raw = testRequest(timing);
  return {
    ...raw,
    position,
    isWarmUp: position === 0,
    tSchedUs: atMs * 1000,
    t0Us: atMs * 1000,
    endUs: raw.stampsUs.at(-1) ?? 0,
    flags: [],
    ...change,
  };
}

export function testLevel(change: Partial<ProbeLevel> = {}): ProbeLevel {
  return {
    level: 0,
    plan: { load: { kind: "closed", concurrency: 1 }, promptTarget: 256, maxTokens: 40, requests: 3 },
    wordCount: 204,
    hasUsage: true,
    conditions: null,
    engine: null,
    flags: [],
    failure: null,
    ...change,
  };
}

export const TEST_PROBE_ID = "5a3c8f0e-52f4-4d6a-9f0f-0d3f6d9f1a11";

export function testStart(change: Partial<ProbeStart["provider"]> = {}): ProbeStart {
  const same = (value: number | null) => ({ requested: value, effective: value, source: "engine" as const });
  return {
    probeId: TEST_PROBE_ID,
    origin: "local",
    profile: "quick@1",
    purpose: "measure",
    startedAt: "2026-11-20T12:00:00.000Z",
    machine: { chip: "Apple M2", ramGb: 16, osVersion: "15.1" },
    provider: {
      port: 8080,
      pid: 4711,
      model: "practice/tiny-2mb",
      engine: "embedded",
      engineVersion: "3.21.1",
      knobs: { kvBits: same(null), maxBatch: same(1), maxContext: same(4000) },
      maxConcurrency: 1,
      maxContext: 4000,
      ...change,
    },
  };
}
