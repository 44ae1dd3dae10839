import { z } from "zod";
import type { EngineAnswer, EngineHttp } from "../child/engine-http.ts";
import { type ChildDialect, type ChildSetup, openEngineChild } from "../child/open-engine-child.ts";
import { openAiCompletion } from "../child/openai-completion.ts";
import type { ChatMessage, Engine, OpenRequest, PreparedPrompt } from "../engine.ts";
import { ContextExceeded } from "../engine.ts";
import { inspectGguf, readHeadSize } from "../gguf/inspect-gguf.ts";
import { llamaServerArgv } from "./llama-server-argv.ts";
import { LLAMA_SERVER, llamaServerCapability } from "./llama-server-capability.ts";
import { readLlamaServer, readProps } from "./read-props.ts";
import { countPrompt, countText } from "./tokenize.ts";

/** llama.cpp's own server as an engine child (serve.md section 6). */
export function createLlamaServerEngine(setup: ChildSetup): Engine {
  return {
    name: LLAMA_SERVER,
    inspect: inspectGguf,
    async open(request) {
      const headSize = await readHeadSize(request.modelPath);
      const capability = llamaServerCapability("unknown", headSize);
      const knobs = capability.kvBits === null ? { ...request.knobs, kvBits: null } : request.knobs;
      return openEngineChild({
        name: LLAMA_SERVER,
        setup,
        request,
        command: (port) => ({ argv: llamaServerArgv({ ...request, binary: setup.binary, port, knobs }), env: {} }),
        dialect: (http) => dialect(http, request),
        describe: async (http) => ({
          capability: { ...capability, engineVersion: (await readProps(http)).build_info ?? "unknown" },
          trainedContext: (await inspectGguf(request.modelPath)).trainedContext,
        }),
      });
    },
  };
}

function dialect(http: EngineHttp, request: OpenRequest): ChildDialect {
  const messagesOf = new WeakMap<PreparedPrompt, readonly ChatMessage[]>();
  return {
    isRouteReady: async (signal) => (await http.get("/health", signal))?.status === 200,
    readBack: () => readLlamaServer(http),
    async prepare(messages) {
      const prompt = { tokenCount: await countPrompt(http, messages) };
      messagesOf.set(prompt, messages);
      return prompt;
    },
    countTokens: (text) => countText(http, text),
    complete: (completion) =>
      openAiCompletion(
        {
          http,
          path: "/v1/chat/completions",
          extra: {},
          contextCap: request.knobs.maxContext,
          refusal: contextRefusal,
        },
        messagesOf.get(completion.prompt) ?? [],
        completion,
      ),
  };
}

const Exceeded = z.looseObject({
  error: z.looseObject({
    type: z.literal("exceed_context_size_error"),
    n_prompt_tokens: z.int().optional(),
    n_ctx: z.int().optional(),
  }),
});

function contextRefusal({ json }: EngineAnswer): Error | null {
  const parsed = Exceeded.safeParse(json);
  if (!parsed.success) return null;
  const { n_prompt_tokens: tokens, n_ctx: limit } = parsed.data.error;
  return new ContextExceeded(tokens ?? null, limit ?? null);
}
