import type { CompletionEnd, CompletionRequest, Generation, PreparedPrompt } from "../../engines/engine.ts";
import type { Loaded, ServeRuntime } from "../serve-runtime.ts";
import { createStopFilter } from "../stop-filter.ts";
import type { ChatRequest } from "./chat-request.ts";

/** One admitted request. */
export type Turn = {
  readonly runtime: ServeRuntime;
  readonly monoMs: () => number;
  readonly log: (line: string) => void;
  readonly loaded: Loaded;
  readonly chat: ChatRequest;
  readonly prompt: PreparedPrompt;
  readonly signal: AbortSignal;
};

export type TurnText = { readonly content: string } | { readonly reasoning_content: string };

export type BegunTurn = { readonly generation: Generation; readonly cut: () => void };

const GIVEN_UP: CompletionEnd = {
  reason: "stop",
  promptTokens: 0,
  completionTokens: 0,
  cachedTokens: null,
  prefillMs: null,
  decodeMs: null,
};

const stopsOf = ({ stop }: ChatRequest): readonly string[] => (typeof stop === "string" ? [stop] : (stop ?? []));

/** Hands the request to the engine; resolves once the engine took it. A prompt that fills the cap leaves nothing to generate (A11). */
export async function beginTurn(turn: Turn): Promise<BegunTurn> {
  const { chat, loaded, prompt } = turn;
  const asked = chat.max_completion_tokens ?? chat.max_tokens ?? loaded.maxContext;
  const maxTokens = Math.min(asked, loaded.maxContext - (prompt.tokenCount ?? 0));
  if (maxTokens < 1) return { generation: nothing(prompt.tokenCount ?? 0), cut: () => undefined };
  const ended = new AbortController();
  const request: CompletionRequest = {
    prompt,
    maxTokens,
    temperature: chat.temperature ?? 0,
    topP: chat.top_p ?? null,
    seed: chat.seed ?? null,
    stop: stopsOf(chat),
    signal: AbortSignal.any([turn.signal, ended.signal]),
  };
  // An engine that counts the prompt only at its end is left to run on, for an aborted one says nothing.
  const cut = () => (prompt.tokenCount === null ? undefined : ended.abort());
  return { generation: await loaded.engine.complete(request), cut };
}

// biome-ignore lint/correctness/useYield: an answer without any text
async function* nothing(promptTokens: number): Generation {
  return { ...GIVEN_UP, reason: "length", promptTokens, cachedTokens: 0 };
}

/** Reads the generation, cuts it at the client's stop texts, and hands each piece of text on. */
export async function runTurn(turn: Turn, begun: BegunTurn, onText: (text: TurnText) => void): Promise<CompletionEnd> {
  const { generation, cut } = begun;
  const filter = createStopFilter(stopsOf(turn.chat));
  let firstMs: number | null = null;
  let isDone = false;
  try {
    for (;;) {
      const step = await generation.next();
      turn.signal.throwIfAborted();
      if (step.done === true) {
        isDone = true;
        const rest = filter.flush();
        if (rest !== "") onText({ content: rest });
        keepClocks(turn, step.value, firstMs);
        return filter.hasStopped() ? { ...step.value, reason: "stop" } : step.value;
      }
      firstMs ??= turn.monoMs();
      if (step.value.isReasoning === true) {
        onText({ reasoning_content: step.value.text });
        continue;
      }
      const content = filter.add(step.value.text);
      if (content !== "") onText({ content });
      if (filter.hasStopped()) cut();
    }
  } finally {
    if (!isDone) await generation.return(GIVEN_UP).catch(() => undefined);
  }
}

/** A46: both clocks, and one line when they part. */
function keepClocks({ runtime, monoMs, log }: Turn, end: CompletionEnd, firstMs: number | null): void {
  const wasFlagged = runtime.clocks.read().isFlagged;
  if (firstMs !== null && end.completionTokens > 1) runtime.clocks.add(end.decodeMs, monoMs() - firstMs);
  const { isFlagged, difference } = runtime.clocks.read();
  if (isFlagged && !wasFlagged) {
    log(`the engine's decode clock and ours differ by ${Math.round((difference ?? 0) * 100)} %`);
  }
}
