import { z } from "zod";
import { EngineCapability } from "../../../core/serving/capability.ts";
import { KnobReading, type KnobReadings } from "../../../core/serving/knobs.ts";
import { httpGet } from "./http-get.ts";

const Readings = z.looseObject({ kv_bits: KnobReading, max_batch: KnobReading, max_context: KnobReading });

/** A19 as far as a tune reads it; a provider that says less is measured all the same. */
const HealthBody = z.looseObject({
  pid: z.int().optional().catch(undefined),
  model: z.string().optional().catch(undefined),
  engine: z.string().optional().catch(undefined),
  engine_version: z.string().optional().catch(undefined),
  fetch: z.looseObject({ bytes_done: z.int(), bytes_total: z.int().nullable() }).nullish().catch(null),
  knobs: Readings.optional().catch(undefined),
  capability: EngineCapability.nullish().catch(null),
  capacity: z.looseObject({ max_concurrency: z.int(), max_context: z.int() }).nullish().catch(null),
  counters: z
    .looseObject({
      prompt_tokens: z.number(),
      completion_tokens: z.number(),
      prefill_ms: z.number(),
      decode_ms: z.number(),
    })
    .nullish()
    .catch(null),
});

/** A46: the engine's own totals since it was opened. */
export interface EngineTotals {
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly prefillMs: number;
  readonly decodeMs: number;
}

export interface ProviderHealth {
  readonly pid: number | null;
  readonly model: string | null;
  readonly engine: string | null;
  readonly engineVersion: string | null;
  readonly fetched: { readonly bytesDone: number; readonly bytesTotal: number | null } | null;
  readonly knobs: KnobReadings | null;
  /** What the engine can do with the loaded model (A40). */
  readonly capability: EngineCapability | null;
  readonly capacity: { readonly maxConcurrency: number; readonly maxContext: number } | null;
  readonly counters: EngineTotals | null;
}

/** What the provider on a port says about itself; null when it does not answer in JSON. */
export async function readHealth(port: number, signal?: AbortSignal): Promise<ProviderHealth | null> {
  const answer = await httpGet({
    port,
    path: "/v1/health",
    timeoutMs: 5000,
    ...(signal === undefined ? {} : { signal }),
  });
  if (answer.status === null) return null;
  return parseHealth(answer.body);
}

function parseHealth(text: string): ProviderHealth | null {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return null;
  }
  const parsed = HealthBody.safeParse(json);
  if (!parsed.success) return null;
  const { pid, model, engine, engine_version, fetch, knobs, capability, capacity } = parsed.data;
  return {
    pid: pid ?? null,
    model: model ?? null,
    engine: engine ?? null,
    engineVersion: engine_version ?? null,
    fetched: fetch ? { bytesDone: fetch.bytes_done, bytesTotal: fetch.bytes_total } : null,
    capability: capability ?? null,
    capacity: capacity ? { maxConcurrency: capacity.max_concurrency, maxContext: capacity.max_context } : null,
    counters: totalsOf(parsed.data.counters),
    knobs: knobs ? { kvBits: knobs.kv_bits, maxBatch: knobs.max_batch, maxContext: knobs.max_context } : null,
  };
}

function totalsOf(counters: z.infer<typeof HealthBody>["counters"]): EngineTotals | null {
  if (!counters) return null;
  const { prompt_tokens, completion_tokens, prefill_ms, decode_ms } = counters;
  return {
    promptTokens: prompt_tokens,
    completionTokens: completion_tokens,
    prefillMs: prefill_ms,
    decodeMs: decode_ms,
  };
}
