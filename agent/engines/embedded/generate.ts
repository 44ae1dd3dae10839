import type { LlamaContextSequence, LlamaModel, Token } from "node-llama-cpp";
import type { CompletionEnd, CompletionRequest, Generation } from "../engine.ts";
import { createTextDecoder } from "./text-decoder.ts";

export type GenerationPlan = {
  readonly model: LlamaModel;
  readonly sequence: LlamaContextSequence;
  readonly tokens: readonly Token[];
  readonly request: CompletionRequest;
  readonly monoMs: () => number;
};

/**
 * Generates on one sequence. Its history is cleared first, so every request pays its own prefill and no prefix is reused (M14).
 * The prompt goes in batch by batch, because only between batches can a request be given up.
 */
export async function* generate(generation: GenerationPlan): Generation {
  const { model, request, tokens, monoMs } = generation;
  const startedMs = monoMs();
  const decoder = createTextDecoder(model, tokens);
  let firstMs: number | null = null;
  let count = 0;
  let reason: CompletionEnd["reason"] = "stop";
  const rest = request.maxTokens < 1 ? [] : await prefill(generation);
  if (request.maxTokens < 1) reason = "length";
  if (rest.length > 0) {
    for await (const token of generation.sequence.evaluate(rest, evaluateOptions(request))) {
      firstMs ??= monoMs();
      count += 1;
      const delta = decoder.add(token);
      if (delta !== null) yield delta;
      if (request.signal.aborted) break;
      if (count >= request.maxTokens) {
        reason = "length";
        break;
      }
    }
  }
  const last = decoder.flush();
  if (last !== null) yield last;
  const endedMs = monoMs();
  return {
    reason,
    promptTokens: tokens.length,
    completionTokens: count,
    cachedTokens: 0,
    prefillMs: (firstMs ?? endedMs) - startedMs,
    decodeMs: endedMs - (firstMs ?? endedMs),
  };
}

/** Evaluates all full batches but the last and returns the rest; empty when the request was given up. */
async function prefill({ sequence, tokens, request }: GenerationPlan): Promise<Token[]> {
  await sequence.clearHistory();
  const step = sequence.context.batchSize;
  let start = 0;
  while (!request.signal.aborted && tokens.length - start > step) {
    await sequence.evaluateWithoutGeneratingNewTokens(tokens.slice(start, start + step));
    start += step;
  }
  return request.signal.aborted ? [] : tokens.slice(start);
}

function evaluateOptions({ temperature, topP, seed }: CompletionRequest) {
  return {
    temperature,
    ...(topP === null ? {} : { topP }),
    ...(seed === null ? {} : { seed }),
  };
}
