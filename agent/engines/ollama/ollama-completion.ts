import type { IncomingMessage } from "node:http";
import { z } from "zod";
import { type EngineHttp, readAnswer } from "../child/engine-http.ts";
import { refusalText } from "../child/openai-completion.ts";
import { readNdjson } from "../child/read-ndjson.ts";
import {
  type ChatMessage,
  type CompletionEnd,
  type CompletionRequest,
  ContextExceeded,
  EngineFailure,
  type Generation,
} from "../engine.ts";

const NS_PER_MS = 1_000_000;

const Line = z.looseObject({
  message: z.looseObject({ content: z.string().optional(), thinking: z.string().optional() }).optional(),
  done: z.boolean().optional(),
  done_reason: z.string().optional(),
  prompt_eval_count: z.int().optional(),
  eval_count: z.int().optional(),
  prompt_eval_duration: z.number().optional(),
  eval_duration: z.number().optional(),
  error: z.string().optional(),
});
type Line = z.infer<typeof Line>;

export type OllamaChat = {
  readonly http: EngineHttp;
  readonly model: string;
  readonly messages: readonly ChatMessage[];
};

/** One chat through ollama's own route, which reports its clocks; releases that can are asked not to cut the prompt in silence. */
export async function ollamaCompletion(chat: OllamaChat, request: CompletionRequest): Promise<Generation> {
  const response = await chat.http.stream("/api/chat", chatBody(chat, request), request.signal);
  if (response.statusCode === 200) return generation(response, request);
  const answer = await readAnswer(response);
  const words = refusalText(answer);
  throw answer.status === 400 && /exceeds the context length/.test(words)
    ? new ContextExceeded(null, null)
    : new EngineFailure(words);
}

function chatBody({ model, messages }: OllamaChat, request: CompletionRequest) {
  return {
    model,
    messages,
    stream: true,
    keep_alive: -1,
    truncate: false,
    shift: false,
    options: {
      num_predict: request.maxTokens,
      temperature: request.temperature,
      ...(request.topP === null ? {} : { top_p: request.topP }),
      ...(request.seed === null ? {} : { seed: request.seed }),
      ...(request.stop.length === 0 ? {} : { stop: request.stop }),
    },
  };
}

async function* generation(response: IncomingMessage, request: CompletionRequest): Generation {
  let pieces = 0;
  try {
    for await (const raw of readNdjson(response)) {
      const line = Line.parse(raw);
      if (line.error !== undefined) throw new EngineFailure(line.error);
      const thinking = line.message?.thinking ?? "";
      const text = line.message?.content ?? "";
      if (thinking !== "" || text !== "") pieces += 1;
      if (thinking !== "") yield { text: thinking, tokens: 1, isReasoning: true };
      if (text !== "") yield { text, tokens: 1 };
      if (line.done === true) return endOf(line, pieces);
    }
  } catch (cause) {
    if (request.signal.aborted) return endOf({}, pieces);
    throw cause instanceof EngineFailure ? cause : new EngineFailure("the engine's stream broke", { cause });
  } finally {
    response.destroy();
  }
  if (request.signal.aborted) return endOf({}, pieces);
  throw new EngineFailure("the engine's stream ended early");
}

function endOf(line: Line, pieces: number): CompletionEnd {
  const ms = (ns: number | undefined) => (ns === undefined ? null : ns / NS_PER_MS);
  return {
    reason: line.done_reason === "length" ? "length" : "stop",
    promptTokens: line.prompt_eval_count ?? 0,
    completionTokens: line.eval_count ?? pieces,
    cachedTokens: null,
    prefillMs: ms(line.prompt_eval_duration),
    decodeMs: ms(line.eval_duration),
  };
}
