import { z } from "zod";
import { EngineCapability } from "../../../core/serving/capability.ts";
import { KnobReading, type KnobReadings } from "../../../core/serving/knobs.ts";
import { httpGet } from "./http-get.ts";

const Readings = z.looseObject({ kv_bits: KnobReading, max_batch: KnobReading, max_context: KnobReading });

/** A19 as far as a tune reads it; a provider that says less is measured all the same. */
const HealthBody = z.looseObject({
  pid: z.int().optional().catch(undefined),
  engine: z.string().optional().catch(undefined),
  engine_version: z.string().optional().catch(undefined),
  fetch: z.looseObject({ bytes_done: z.int(), bytes_total: z.int().nullable() }).nullish().catch(null),
  knobs: Readings.optional().catch(undefined),
  capability: EngineCapability.nullish().catch(null),
});

export interface ProviderHealth {
  readonly pid: number | null;
  readonly engine: string | null;
  readonly engineVersion: string | null;
  readonly fetched: { readonly bytesDone: number; readonly bytesTotal: number | null } | null;
  readonly knobs: KnobReadings | null;
  /** What the engine can do with the loaded model (A40). */
  readonly capability: EngineCapability | null;
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
  const { pid, engine, engine_version, fetch, knobs, capability } = parsed.data;
  return {
    pid: pid ?? null,
    engine: engine ?? null,
    engineVersion: engine_version ?? null,
    fetched: fetch ? { bytesDone: fetch.bytes_done, bytesTotal: fetch.bytes_total } : null,
    capability: capability ?? null,
    knobs: knobs ? { kvBits: knobs.kv_bits, maxBatch: knobs.max_batch, maxContext: knobs.max_context } : null,
  };
}
