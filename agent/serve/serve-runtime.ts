import type { FitEstimate } from "../../core/serving/fit.ts";
import type { KnobReadings } from "../../core/serving/knobs.ts";
import type { EngineStart, LoadedEngine } from "../engines/engine.ts";
import { type Admission, createAdmission } from "./admission.ts";
import { createDecodeClocks, type DecodeClocks } from "./health/decode-clocks.ts";
import { createHealthWindow, type HealthWindow } from "./health/health-window.ts";

export type ServeState = "ready" | "busy" | "degraded" | "draining" | "unavailable";

/** What runs once the model is loaded. */
export type Loaded = {
  readonly engine: LoadedEngine;
  readonly readings: KnobReadings;
  /** The cap in tokens that the context gate holds (A11). */
  readonly maxContext: number;
  readonly fit: FitEstimate;
  readonly maxConcurrency: number;
  readonly queueDepth: number;
  readonly admission: Admission;
  /** Null when the self-test is off. */
  readonly tokensPerSecondEstimate: number | null;
};

/** The one mutable thing of a serving process: what is loaded, what is running, what was counted. */
export type ServeRuntime = {
  readonly model: string;
  readonly engineName: string;
  readonly maxRequestBodyBytes: number;
  readonly startedMonoMs: number;
  readonly window: HealthWindow;
  readonly clocks: DecodeClocks;
  readonly active: Set<AbortController>;
  loaded: Loaded | null;
  /** A45: how the engine child was started; null for an engine inside this process. */
  engineStart: EngineStart | null;
  isDraining: boolean;
  fetch: { bytesDone: number; bytesTotal: number | null } | null;
  served: number;
  errors: number;
};

export function createRuntime(
  facts: Pick<ServeRuntime, "model" | "engineName" | "maxRequestBodyBytes" | "startedMonoMs">,
): ServeRuntime {
  return {
    ...facts,
    window: createHealthWindow(),
    clocks: createDecodeClocks(),
    active: new Set(),
    loaded: null,
    engineStart: null,
    isDraining: false,
    fetch: null,
    served: 0,
    errors: 0,
  };
}

/** Opens the gates: from here on requests are admitted. */
export function markReady(runtime: ServeRuntime, loaded: Omit<Loaded, "admission">): void {
  runtime.loaded = { ...loaded, admission: createAdmission(Math.max(1, loaded.maxConcurrency), loaded.queueDepth) };
  runtime.fetch = null;
}

/** The state of serve.md section 3. */
export function stateOf(runtime: ServeRuntime): ServeState {
  if (runtime.isDraining) return "draining";
  if (runtime.loaded === null) return "unavailable";
  if (runtime.window.isDegraded()) return "degraded";
  return runtime.loaded.admission.inFlight() < runtime.loaded.maxConcurrency ? "ready" : "busy";
}
