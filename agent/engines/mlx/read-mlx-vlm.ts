import { z } from "zod";
import type { EngineHttp } from "../child/engine-http.ts";
import type { EngineKnobs, EngineReadBack } from "../engine.ts";

const Health = z.looseObject({
  loaded_model: z.string().nullish(),
  effective_context_limit: z.int().nullish(),
});

const Values = z.looseObject({ kv_bits: z.number().nullish() });

/** Releases differ in how the settings are wrapped. */
const Settings = Values.extend({ current: Values.optional(), settings: Values.optional() });

const UNKNOWN = { effective: null, source: "unknown" } as const;

export async function readMlxHealth(http: EngineHttp, signal?: AbortSignal): Promise<z.infer<typeof Health> | null> {
  const answer = await http.get("/health", signal);
  const parsed = Health.safeParse(answer?.json);
  return answer?.status === 200 && parsed.success ? parsed.data : null;
}

/**
 * A42. The settings repeat what was asked also where a bounded cache leaves the bits inert, so equal bits are no
 * confirmation; other bits are the engine's own word. The number of sequences is reported nowhere.
 */
export async function readMlxVlm(http: EngineHttp, asked: EngineKnobs): Promise<EngineReadBack> {
  const limit = (await readMlxHealth(http))?.effective_context_limit;
  const bits = await readKvBits(http);
  return {
    kvBits: bits === undefined || bits === asked.kvBits ? UNKNOWN : { effective: bits, source: "engine" },
    maxBatch: UNKNOWN,
    maxContext: limit === undefined || limit === null ? UNKNOWN : { effective: limit, source: "engine" },
  };
}

/** Undefined where this release has no such route. */
async function readKvBits(http: EngineHttp): Promise<number | null | undefined> {
  const answer = await http.get("/v1/settings");
  const parsed = Settings.safeParse(answer?.json);
  if (answer?.status !== 200 || !parsed.success) return undefined;
  const values = parsed.data.current ?? parsed.data.settings ?? parsed.data;
  return "kv_bits" in values ? (values.kv_bits ?? null) : undefined;
}
