import type { FitEstimate } from "../../../core/serving/fit.ts";
import type { KnobReadings } from "../../../core/serving/knobs.ts";
import type { EngineCounters } from "../../engines/engine.ts";
import type { ClockReading } from "../health/decode-clocks.ts";
import { type Loaded, type ServeRuntime, stateOf } from "../serve-runtime.ts";

export type ProcessFacts = { readonly pid: number; readonly rssBytes: number; readonly monoMs: number };

/** A19, in its wire form; additive: capability (A40), the engine's start (A45), both decode clocks (A46), the estimate (A62). */
export function healthBody(runtime: ServeRuntime, facts: ProcessFacts) {
  const { loaded, fetch, clocks, engineStart } = runtime;
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
            max_context: advertisedContext(loaded),
            kv_bits: loaded.readings.kvBits.effective,
            queue_depth: loaded.queueDepth,
            tokens_per_second_estimate: loaded.tokensPerSecondEstimate,
          },
    knobs: loaded === null ? null : wireKnobs(loaded.readings),
    capability: loaded?.engine.capability ?? null,
    counters: loaded === null ? null : wireCounters(loaded.engine.counters(), clocks.read()),
    engine_start: engineStart === null ? null : { pid: engineStart.pid, argv: engineStart.argv, env: engineStart.env },
    fit: loaded === null ? null : wireFit(loaded.fit),
  };
}

function wireKnobs(readings: KnobReadings) {
  return { kv_bits: readings.kvBits, max_batch: readings.maxBatch, max_context: readings.maxContext };
}

/** A18: the cap that the gate holds, less where the engine runs less, null where nothing bounds a prompt. */
function advertisedContext({ engine, readings, maxContext }: Loaded): number | null {
  const { effective, source } = readings.maxContext;
  if (source === "engine" && effective !== null) return Math.min(effective, maxContext);
  return engine.capability.contextGate === "none" ? null : maxContext;
}

function wireCounters(counters: EngineCounters, clocks: ClockReading) {
  return {
    prompt_tokens: counters.promptTokens,
    completion_tokens: counters.completionTokens,
    prefill_ms: counters.prefillMs,
    decode_ms: counters.decodeMs,
    own_decode_ms: clocks.ownMs,
    is_clock_flagged: clocks.isFlagged,
  };
}

function wireFit(fit: FitEstimate) {
  return {
    weights_bytes: fit.weightsBytes,
    kv_cache_bytes: fit.kvCacheBytes,
    reserve_bytes: fit.reserveBytes,
    need_bytes: fit.needBytes,
    budget_bytes: fit.budgetBytes,
    verdict: fit.verdict,
  };
}
