import { randomBytes, randomUUID } from "node:crypto";
import { systemClock } from "../host/system-clock.ts";
import type { ProbeGround } from "./run-level.ts";

/** A ground for tests against a server on a port; the prompt of 64 tokens counts as settled. */
export function testGround(port: number, change: Partial<ProbeGround> = {}): ProbeGround {
  const unknown = { thermalLevel: null, memoryPressureLevel: null, powerSource: null, isLowPowerMode: null };
  return {
    probeId: randomUUID(),
    port,
    model: "stub/model",
    clock: systemClock,
    signal: new AbortController().signal,
    nonce: () => randomBytes(6).toString("hex"),
    random: () => 0.5,
    signals: () => Promise.resolve(unknown),
    loadAverage: () => null,
    settled: new Map([[64, { wordCount: 51, hasUsage: true }]]),
    ...change,
  };
}
