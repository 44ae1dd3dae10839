import type { CompletionEnd } from "../../engines/engine.ts";

export type CompletionHead = { readonly id: string; readonly created: number; readonly model: string };

/** The usage object of both paths; equal for equal completions (TA17). */
function usageOf(end: CompletionEnd) {
  return {
    prompt_tokens: end.promptTokens,
    completion_tokens: end.completionTokens,
    total_tokens: end.promptTokens + end.completionTokens,
    ...(end.cachedTokens === null ? {} : { prompt_tokens_details: { cached_tokens: end.cachedTokens } }),
  };
}

/** The engine's own clock of one completion, ms; left out where it has none (A46). */
function timingsOf(end: CompletionEnd) {
  if (end.prefillMs === null || end.decodeMs === null) return {};
  return {
    timings: {
      prompt_n: end.promptTokens,
      prompt_ms: end.prefillMs,
      predicted_n: end.completionTokens,
      predicted_ms: end.decodeMs,
    },
  };
}

type Delta = { readonly role?: "assistant"; readonly content?: string; readonly reasoning_content?: string };

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
export function usageChunk(head: CompletionHead, end: CompletionEnd) {
  return {
    id: head.id,
    object: "chat.completion.chunk",
    created: head.created,
    model: head.model,
    choices: [],
    usage: usageOf(end),
    ...timingsOf(end),
  };
}

export type Completed = { readonly text: string; readonly reasoning: string; readonly end: CompletionEnd };

export function completionBody(head: CompletionHead, { text, reasoning, end }: Completed) {
  const thought = reasoning === "" ? {} : { reasoning_content: reasoning };
  return {
    id: head.id,
    object: "chat.completion",
    created: head.created,
    model: head.model,
    choices: [
      {
        index: 0,
        message: { role: "assistant", content: text, ...thought, refusal: null },
        logprobs: null,
        finish_reason: end.reason,
      },
    ],
    usage: usageOf(end),
    ...timingsOf(end),
  };
}
