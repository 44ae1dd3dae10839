import { z } from "zod";
import type { EngineHttp } from "../child/engine-http.ts";
import type { EngineKnobs, EngineReadBack } from "../engine.ts";

const Capacity = z.looseObject({
  max_context_tokens: z.int().optional(),
  max_context: z.int().optional(),
  max_concurrency: z.int().optional(),
  kv_bits: z.int().nullish(),
});
const Health = z.looseObject({ model_loaded: z.boolean().optional(), capacity: Capacity.nullish() });

const UNKNOWN = { effective: null, source: "unknown" } as const;

/** Its capacity when it states one (A42); bits it only repeats are no confirmation. */
export async function readMacprovider(http: EngineHttp, asked: EngineKnobs): Promise<EngineReadBack> {
  const parsed = Health.safeParse((await http.get("/v1/health"))?.json);
  const capacity = parsed.success ? (parsed.data.capacity ?? null) : null;
  const context = capacity?.max_context_tokens ?? capacity?.max_context;
  const batch = capacity?.max_concurrency;
  const bits = capacity !== null && "kv_bits" in capacity ? (capacity.kv_bits ?? null) : undefined;
  return {
    kvBits: bits === undefined || bits === asked.kvBits ? UNKNOWN : { effective: bits, source: "engine" },
    maxBatch: batch === undefined ? UNKNOWN : { effective: batch, source: "engine" },
    maxContext: context === undefined ? UNKNOWN : { effective: context, source: "engine" },
  };
}
