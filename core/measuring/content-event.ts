import { z } from "zod";
import type { SseData } from "./sse.ts";

interface StreamUsage {
  /** A count is negative, no whole number or not finite, so nothing of this stream can be measured (B114). */
  isBroken: boolean;
  promptTokens: number | null;
  completionTokens: number | null;
  cachedTokens: number | null;
}

/** What one `data:` line means to a measurement. */
export type StreamEvent =
  | { kind: "done" }
  | { kind: "skipped" }
  | { kind: "error"; message: string }
  | {
      kind: "chunk";
      /** M6: the delta says something; role-only, empty, finish and usage events do not. */
      isContent: boolean;
      /** The content is reasoning only, so it counts for TTFT and not for TTFO. */
      isReasoning: boolean;
      /** Its tokens are not all in `text`. */
      hasToolCall: boolean;
      /** Generated text for the leak check (B49); empty without content. */
      text: string;
      finishReason: string | null;
      usage: StreamUsage | null;
    };

const text = z.string().nullish().catch(null);
/** Every number, also those JSON reads as infinite; other types are an absent count. */
const count = z
  .custom<number>((value) => typeof value === "number")
  .nullish()
  .catch(null);
const Delta = z.object({
  content: text,
  text,
  reasoning: text,
  reasoning_content: text,
  tool_calls: z.array(z.unknown()).nullish().catch(null),
});
const Chunk = z.object({
  error: z.unknown().optional(),
  choices: z
    .array(z.object({ delta: Delta.nullish().catch(null), text, finish_reason: text }))
    .nullish()
    .catch(null),
  usage: z
    .object({
      prompt_tokens: count,
      completion_tokens: count,
      prompt_tokens_details: z.object({ cached_tokens: count }).nullish().catch(null),
    })
    .nullish()
    .catch(null),
});
type Chunk = z.infer<typeof Chunk>;

function parseJson(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}

const ErrorObject = z.object({ message: z.string() });

function errorMessage(error: unknown): string {
  const parsed = ErrorObject.safeParse(error);
  if (parsed.success) return parsed.data.message;
  if (typeof error === "string") return error;
  try {
    return JSON.stringify(error);
  } catch {
    // An object nested deeper than the stack has no text.
    return "unreadable error";
  }
}

const isCount = (value: number | null): boolean => value === null || (Number.isSafeInteger(value) && value >= 0);

function usageOf(usage: Chunk["usage"]): StreamUsage | null {
  if (usage === null || usage === undefined) return null;
  const counts = {
    promptTokens: usage.prompt_tokens ?? null,
    completionTokens: usage.completion_tokens ?? null,
    cachedTokens: usage.prompt_tokens_details?.cached_tokens ?? null,
  };
  return { isBroken: !Object.values(counts).every(isCount), ...counts };
}

function readChunk(chunk: Chunk): StreamEvent {
  const choice = chunk.choices?.[0];
  const delta = choice?.delta;
  const said = `${delta?.content ?? ""}${delta?.text ?? ""}${choice?.text ?? ""}`;
  const thought = `${delta?.reasoning ?? ""}${delta?.reasoning_content ?? ""}`;
  const hasToolCall = (delta?.tool_calls?.length ?? 0) > 0;
  const isOutput = said !== "" || hasToolCall;
  return {
    kind: "chunk",
    isContent: isOutput || thought !== "",
    isReasoning: !isOutput && thought !== "",
    hasToolCall,
    text: thought + said,
    finishReason: choice?.finish_reason ?? null,
    usage: usageOf(chunk.usage),
  };
}

/** M6, B48, B110: classifies one `data:` line. JSON that does not parse is skipped, never an error. */
export function classifyEvent({ data, event }: Pick<SseData, "data" | "event">): StreamEvent {
  if (data.trim() === "[DONE]") return { kind: "done" };
  const json = parseJson(data);
  const parsed = Chunk.safeParse(json);
  const error = parsed.success ? parsed.data.error : undefined;
  if (error !== undefined && error !== null) return { kind: "error", message: errorMessage(error) };
  if (event === "error") return { kind: "error", message: json === undefined ? data : errorMessage(json) };
  return parsed.success ? readChunk(parsed.data) : { kind: "skipped" };
}
