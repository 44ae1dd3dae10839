import { z } from "zod";
import type { EngineHttp } from "../child/engine-http.ts";
import { readNdjson } from "../child/read-ndjson.ts";
import { LoadRefused } from "../child/wait-engine-ready.ts";
import { EngineFailure } from "../engine.ts";
import { ModelFailure } from "../model-failure.ts";

const Tags = z.looseObject({ models: z.array(z.looseObject({ name: z.string() })).nullish() });
const PullLine = z.looseObject({
  error: z.string().optional(),
  digest: z.string().optional(),
  total: z.int().optional(),
  completed: z.int().optional(),
});
const Loaded = z.looseObject({ error: z.string().optional() });
const Running = z.looseObject({
  models: z.array(z.looseObject({ name: z.string(), context_length: z.int().optional() })).nullish(),
});

export type PullProgress = (bytesDone: number, bytesTotal: number | null) => void;

/** Fetches the model into ollama's own store unless it is there (B41). Throws `ModelFailure` with ollama's words. */
export async function ensurePulled(
  http: EngineHttp,
  model: string,
  watch: { signal: AbortSignal; onFetched: PullProgress },
) {
  const tags = Tags.safeParse((await http.get("/api/tags", watch.signal))?.json);
  if (tags.success && tags.data.models?.some(({ name }) => name === model) === true) return;
  const response = await http.stream("/api/pull", { model, stream: true }, watch.signal);
  const layers = new Map<string, { total: number; completed: number }>();
  for await (const line of readNdjson(response)) {
    const { error, digest, total, completed } = PullLine.parse(line);
    if (error !== undefined) throw new ModelFailure(`fetch failed: ${error}`);
    if (digest === undefined || total === undefined) continue;
    layers.set(digest, { total, completed: completed ?? 0 });
    const sum = (pick: "total" | "completed") => [...layers.values()].reduce((bytes, layer) => bytes + layer[pick], 0);
    watch.onFetched(sum("completed"), sum("total"));
  }
}

/** An empty prompt loads the model and keeps it loaded. Throws `LoadRefused` with ollama's words. */
export async function loadIntoMemory(http: EngineHttp, model: string, signal: AbortSignal): Promise<void> {
  const answer = await http.post("/api/generate", { model, keep_alive: -1, stream: false }, signal);
  if (answer.status === 200) return;
  const parsed = Loaded.safeParse(answer.json);
  throw new LoadRefused(
    parsed.success && parsed.data.error !== undefined ? parsed.data.error : `HTTP ${answer.status}`,
  );
}

/** The context the loaded model really has (A42); undefined where this release does not say. */
export async function readContextLength(http: EngineHttp, model: string): Promise<number | undefined> {
  const parsed = Running.safeParse((await http.get("/api/ps"))?.json);
  if (!parsed.success) throw new EngineFailure("/api/ps: no answer");
  return parsed.data.models?.find(({ name }) => name === model)?.context_length;
}
