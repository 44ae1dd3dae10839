import type { IncomingMessage } from "node:http";
import { z } from "zod";
import type { ChatMessage, CompletionEnd, CompletionRequest, Generation } from "../engine.ts";
import { EngineFailure } from "../engine.ts";
import { type EngineAnswer, type EngineHttp, readAnswer } from "./engine-http.ts";
import { readSse } from "./read-sse.ts";

const Delta = z.looseObject({
  content: z.string().nullish(),
  reasoning_content: z.string().nullish(),
  reasoning: z.string().nullish(),
});

/** Both spellings of usage: OpenAI's, and that of older mlx-vlm releases. */
const Usage = z.looseObject({
  prompt_tokens: z.int().optional(),
  completion_tokens: z.int().optional(),
  input_tokens: z.int().optional(),
  output_tokens: z.int().optional(),
  prompt_tokens_details: z.looseObject({ cached_tokens: z.int().nullish() }).nullish(),
});

/** The engine's own clock of one completion, as llama.cpp introduced it. */
const Timings = z.looseObject({
  cache_n: z.number().optional(),
  prompt_ms: z.number().optional(),
  predicted_ms: z.number().optional(),
});

const Chunk = z.looseObject({
  choices: z
    .array(z.looseObject({ delta: Delta.nullish(), finish_reason: z.string().nullish() }))
    .nullish()
    .transform((choices) => choices ?? []),
  usage: Usage.nullish(),
  timings: Timings.nullish(),
  truncated: z.boolean().optional(),
  system_fingerprint: z.string().nullish().catch(null),
  error: z.unknown().optional(),
});
type Chunk = z.infer<typeof Chunk>;

export type OpenAiRoute = {
  readonly http: EngineHttp;
  readonly path: string;
  /** What the engine wants besides the common fields. */
  readonly extra: Readonly<Record<string, unknown>>;
  /** Tokens of prompt and answer at which an end by length is right (A11); earlier ones are truncation. Null where nothing bounds them. */
  readonly contextCap: number | null;
  /** Turns a refusal into an error; returns null to leave it to the common one. */
  readonly refusal: (answer: EngineAnswer) => Error | null;
  /** The engine's `system_fingerprint`, which names its version. */
  readonly onFingerprint?: (text: string) => void;
};

/** Streams one OpenAI-style chat completion from an engine. Resolves once the engine took it. */
export async function openAiCompletion(
  route: OpenAiRoute,
  messages: readonly ChatMessage[],
  request: CompletionRequest,
): Promise<Generation> {
  const response = await route.http.stream(route.path, openAiBody(route, messages, request), request.signal);
  if (response.statusCode !== 200) {
    const answer = await readAnswer(response);
    throw route.refusal(answer) ?? new EngineFailure(refusalText(answer));
  }
  return generation(response, request, route);
}

function openAiBody({ extra }: OpenAiRoute, messages: readonly ChatMessage[], request: CompletionRequest) {
  return {
    ...extra,
    messages,
    max_tokens: request.maxTokens,
    temperature: request.temperature,
    ...(request.topP === null ? {} : { top_p: request.topP }),
    ...(request.seed === null ? {} : { seed: request.seed }),
    ...(request.stop.length === 0 ? {} : { stop: request.stop }),
    stream: true,
    stream_options: { include_usage: true },
  };
}

/** What an engine says about a request it did not take, without the request. */
export function refusalText({ status, json }: EngineAnswer): string {
  const said = z
    .looseObject({ error: z.unknown().optional(), detail: z.unknown().optional() })
    .transform(({ error, detail }) => error ?? detail)
    .safeParse(json);
  return `HTTP ${status}${said.success && said.data !== undefined ? `: ${errorText(said.data)}` : ""}`;
}

function errorText(error: unknown): string {
  if (typeof error === "string") return error;
  const parsed = z.looseObject({ message: z.string() }).safeParse(error);
  return parsed.success ? parsed.data.message : "the engine failed";
}

/** Reads chunks until `[DONE]`; a stream that ends before is a failure, and an abort ends it with what was counted. */
async function* generation(
  response: IncomingMessage,
  request: CompletionRequest,
  { contextCap, onFingerprint }: OpenAiRoute,
): Generation {
  const tally = createTally(request, contextCap);
  const chunks = readSse(response);
  try {
    for (;;) {
      const step = await chunks.next();
      if (step.done === true) {
        if (!step.value && !tally.isFinished()) throw new EngineFailure("the engine's stream ended early");
        return tally.end();
      }
      const chunk = Chunk.parse(step.value);
      if (chunk.error !== undefined && chunk.error !== null) throw new EngineFailure(errorText(chunk.error));
      if (chunk.system_fingerprint) onFingerprint?.(chunk.system_fingerprint);
      for (const delta of tally.add(chunk)) yield delta;
    }
  } catch (cause) {
    if (request.signal.aborted) return tally.end();
    throw cause instanceof EngineFailure ? cause : new EngineFailure(wordsOf(cause), { cause });
  } finally {
    response.destroy();
  }
}

const wordsOf = (cause: unknown): string =>
  cause instanceof Error ? `the engine's stream broke: ${cause.message.split("\n")[0]}` : String(cause);

function createTally(request: CompletionRequest, contextCap: number | null) {
  let pieces = 0;
  let finish: string | null = null;
  let usage: z.infer<typeof Usage> | null = null;
  let timings: z.infer<typeof Timings> | null = null;
  let isTruncated = false;
  return {
    isFinished: () => finish !== null,
    *add(chunk: Chunk) {
      const [choice] = chunk.choices;
      finish = choice?.finish_reason ?? finish;
      usage = chunk.usage ?? usage;
      timings = chunk.timings ?? timings;
      isTruncated ||= chunk.truncated === true;
      const reasoning = choice?.delta?.reasoning_content ?? choice?.delta?.reasoning ?? "";
      const text = choice?.delta?.content ?? "";
      if (reasoning !== "") yield { text: reasoning, tokens: 1, isReasoning: true as const };
      if (text !== "") yield { text, tokens: 1 };
      if (reasoning !== "" || text !== "") pieces += 1;
    },
    end(): CompletionEnd {
      const completionTokens = usage?.completion_tokens ?? usage?.output_tokens ?? pieces;
      const promptTokens = usage?.prompt_tokens ?? usage?.input_tokens ?? request.prompt.tokenCount ?? 0;
      const isEarly = finish === "length" && usage !== null && completionTokens < request.maxTokens;
      if (isTruncated || (isEarly && contextCap !== null && promptTokens + completionTokens < contextCap)) {
        throw new EngineFailure("the engine truncated the context");
      }
      return {
        reason: finish === "length" ? "length" : "stop",
        promptTokens,
        completionTokens,
        cachedTokens: usage?.prompt_tokens_details?.cached_tokens ?? timings?.cache_n ?? null,
        prefillMs: timings?.prompt_ms ?? null,
        decodeMs: timings?.predicted_ms ?? null,
      };
    },
  };
}
