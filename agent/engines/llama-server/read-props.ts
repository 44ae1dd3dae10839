import { z } from "zod";
import type { EngineHttp } from "../child/engine-http.ts";
import type { EngineReadBack } from "../engine.ts";

const Props = z.looseObject({
  default_generation_settings: z.looseObject({ n_ctx: z.int() }).optional(),
  total_slots: z.int().optional(),
  build_info: z.string().optional(),
});

const Slots = z.array(z.looseObject({ n_ctx: z.int() })).min(1);

/** What a running llama-server says of itself. */
export type LlamaServerProps = z.infer<typeof Props>;

export async function readProps(http: EngineHttp): Promise<LlamaServerProps> {
  const answer = await http.get("/props");
  const parsed = Props.safeParse(answer?.json);
  return answer?.status === 200 && parsed.success ? parsed.data : {};
}

/** The context of its smallest slot and its number of slots (A42); the KV type is reported nowhere. */
export async function readLlamaServer(http: EngineHttp): Promise<EngineReadBack> {
  const props = await readProps(http);
  const slots = Slots.safeParse((await http.get("/slots"))?.json);
  const contexts = slots.success ? slots.data.map((slot) => slot.n_ctx) : [];
  const nCtx = props.default_generation_settings?.n_ctx;
  if (nCtx !== undefined) contexts.push(nCtx);
  const slotCount = slots.success ? slots.data.length : props.total_slots;
  return {
    kvBits: UNKNOWN,
    maxBatch: slotCount === undefined ? UNKNOWN : { effective: slotCount, source: "engine" },
    maxContext: contexts.length === 0 ? UNKNOWN : { effective: Math.min(...contexts), source: "engine" },
  };
}

const UNKNOWN = { effective: null, source: "unknown" } as const;
