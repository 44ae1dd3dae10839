import type { LlamaContext, LlamaContextSequence, LlamaModel, Token } from "node-llama-cpp";
import { countGenerated } from "./count-generated.ts";
import { createCounters } from "./counters.ts";
import { createTextCut } from "./embedded/cut-text.ts";
import { EMBEDDED, embeddedCapability } from "./embedded/embedded-capability.ts";
import { generate } from "./embedded/generate.ts";
import { kvBitsOf, kvCacheOptions } from "./embedded/kv-cache-type.ts";
import { type LoadedLlama, loadLlama } from "./embedded/load-llama.ts";
import { createPromptTemplate } from "./embedded/prompt-template.ts";
import {
  type CompletionRequest,
  type Engine,
  EngineFailure,
  type EngineReadBack,
  type Generation,
  type LoadedEngine,
  type OpenRequest,
  type PreparedPrompt,
} from "./engine.ts";
import { headSizeOf, kvBitsReason } from "./gguf/head-size.ts";
import { inspectGguf } from "./gguf/inspect-gguf.ts";

/** The engine inside this process: llama.cpp through node-llama-cpp. `monoMs` is the clock of its own counters (A46). */
export function createEmbeddedEngine(monoMs: () => number): Engine {
  return {
    name: EMBEDDED,
    inspect: inspectGguf,
    async open(request) {
      try {
        const loaded = await loadLlama(request.threads, request.log);
        const model = await loaded.llama.loadModel({ modelPath: request.modelPath, loadSignal: request.signal });
        return await start({ loaded, model, request, monoMs });
      } catch (cause) {
        throw new EngineFailure(cause instanceof Error ? cause.message : String(cause), { cause });
      }
    },
  };
}

type Opened = { loaded: LoadedLlama; model: LlamaModel; request: OpenRequest; monoMs: () => number };

async function start({ loaded, model, request, monoMs }: Opened): Promise<LoadedEngine> {
  const headSize = headSizeOf(model.fileInfo);
  const kvBits = kvBitsReason(headSize) === null ? request.knobs.kvBits : null;
  const context = await model.createContext({
    contextSize: request.knobs.maxContext,
    sequences: request.knobs.maxBatch,
    failedCreationRemedy: false,
    createSignal: request.signal,
    ...kvCacheOptions(kvBits),
  });
  const template = createPromptTemplate(loaded.module, model);
  const cutText = createTextCut(model);
  const prompts = new WeakMap<PreparedPrompt, Token[]>();
  const idle = openSequences(context, request.knobs.maxBatch);
  const counters = createCounters();
  async function* onSequence(completion: CompletionRequest): Generation {
    const sequence = idle.pop();
    if (sequence === undefined) throw new EngineFailure("every sequence is in use");
    try {
      const tokens = prompts.get(completion.prompt) ?? [];
      const end = yield* generate({ model, sequence, tokens, request: completion, monoMs });
      counters.add(end);
      return end;
    } finally {
      idle.push(sequence);
    }
  }
  return {
    capability: embeddedCapability(loaded.version, headSize),
    trainedContext: model.trainContextSize,
    start: null,
    died: new Promise(() => undefined),
    readBack: async () => readBack(context),
    async prepare(messages) {
      const tokens = template(messages);
      const prompt = { tokenCount: tokens.length };
      prompts.set(prompt, tokens);
      return prompt;
    },
    countTokens: (text) => countGenerated(text, cutText),
    complete: async (completion) => onSequence(completion),
    counters: () => counters.read(),
    async dispose() {
      await context.dispose();
      await model.dispose();
      await loaded.llama.dispose();
    },
  };
}

function openSequences(context: LlamaContext, howMany: number): LlamaContextSequence[] {
  const contextShift = {
    strategy: () => {
      throw new EngineFailure("the context is full");
    },
  };
  return Array.from({ length: howMany }, () => context.getSequence({ contextShift }));
}

function readBack(context: LlamaContext): EngineReadBack {
  return {
    kvBits: { effective: kvBitsOf(context.kvCacheKeyType, context.kvCacheValueType), source: "engine" },
    maxBatch: { effective: context.totalSequences, source: "engine" },
    maxContext: { effective: context.contextSize, source: "engine" },
  };
}
