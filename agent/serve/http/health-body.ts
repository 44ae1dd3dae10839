import type { KnobReadings } from "../../../core/serving/knobs.ts";
import { type ServeRuntime, stateOf } from "../serve-runtime.ts";

export type ProcessFacts = { readonly pid: number; readonly rssBytes: number; readonly monoMs: number };

/** A19, in its wire form; additive: the engine's capability (A40) and its own counters (A46). */
export function healthBody(runtime: ServeRuntime, facts: ProcessFacts) {
  const { loaded, fetch } = runtime;
  return {
    state: stateOf(runtime),
    pid: facts.pid,
    model: runtime.model,
    model_loaded: loaded !== null,
    engine: runtime.engineName,
    engine_version: loaded?.engine.capability.engineVersion ?? null,
    uptime_s: Math.floor((facts.monoMs - runtime.startedMonoMs) / 1000),
    served: runtime.served,
    in_flight: loaded?.admission.inFlight() ?? 0,
    queued: loaded?.admission.queued() ?? 0,
    errors: runtime.errors,
    rss_bytes: facts.rssBytes,
    fetch: fetch === null ? null : { bytes_done: fetch.bytesDone, bytes_total: fetch.bytesTotal },
    capacity:
      loaded === null
        ? null
        : {
            max_concurrency: loaded.maxConcurrency,
            max_context: loaded.maxContext,
            kv_bits: loaded.readings.kvBits.effective,
            queue_depth: loaded.queueDepth,
            tokens_per_second_estimate: loaded.tokensPerSecondEstimate,
          },
    knobs: loaded === null ? null : wireKnobs(loaded.readings),
    capability: loaded?.engine.capability ?? null,
    counters: loaded === null ? null : wireCounters(loaded.engine.counters()),
  };
}

function wireKnobs(readings: KnobReadings) {
  return { kv_bits: readings.kvBits, max_batch: readings.maxBatch, max_context: readings.maxContext };
}

function wireCounters(counters: {
  promptTokens: number;
  completionTokens: number;
  prefillMs: number;
  decodeMs: number;
}) {
  return {
    prompt_tokens: counters.promptTokens,
    completion_tokens: counters.completionTokens,
    prefill_ms: counters.prefillMs,
    decode_ms: counters.decodeMs,
  };
}
