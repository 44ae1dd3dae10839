import type { CompletionEnd } from "../../engines/engine.ts";

export type CompletionHead = { readonly id: string; readonly created: number; readonly model: string };

/** The usage object of both paths; equal for equal completions (TA17). */
function usageOf(promptTokens: number, end: CompletionEnd) {
  return {
    prompt_tokens: promptTokens,
    completion_tokens: end.completionTokens,
    total_tokens: promptTokens + end.completionTokens,
    ...(end.cachedTokens === null ? {} : { prompt_tokens_details: { cached_tokens: end.cachedTokens } }),
  };
}

/** The engine's own clock of one completion, ms (A46). */
function timingsOf(promptTokens: number, end: CompletionEnd) {
  return {
    prompt_n: promptTokens,
    prompt_ms: end.prefillMs,
    predicted_n: end.completionTokens,
    predicted_ms: end.decodeMs,
  };
}

type Delta = { readonly role?: "assistant"; readonly content?: string };

export function chunk(head: CompletionHead, delta: Delta, finishReason: string | null) {
  return {
    id: head.id,
    object: "chat.completion.chunk",
    created: head.created,
    model: head.model,
    choices: [{ index: 0, delta, logprobs: null, finish_reason: finishReason }],
  };
}

/** A15: the last chunk before `[DONE]` carries usage and no choice. */
export function usageChunk(head: CompletionHead, promptTokens: number, end: CompletionEnd) {
  return {
    id: head.id,
    object: "chat.completion.chunk",
    created: head.created,
    model: head.model,
    choices: [],
    usage: usageOf(promptTokens, end),
    timings: timingsOf(promptTokens, end),
  };
}

export type Completed = { readonly text: string; readonly promptTokens: number; readonly end: CompletionEnd };

export function completionBody(head: CompletionHead, { text, promptTokens, end }: Completed) {
  return {
    id: head.id,
    object: "chat.completion",
    created: head.created,
    model: head.model,
    choices: [
      {
        index: 0,
        message: { role: "assistant", content: text, refusal: null },
        logprobs: null,
        finish_reason: end.reason,
      },
    ],
    usage: usageOf(promptTokens, end),
    timings: timingsOf(promptTokens, end),
  };
}
