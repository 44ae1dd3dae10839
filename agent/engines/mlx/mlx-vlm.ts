import { z } from "zod";
import type { EngineAnswer, EngineHttp } from "../child/engine-http.ts";
import { type ChildDialect, type ChildSetup, openEngineChild } from "../child/open-engine-child.ts";
import { type OpenAiRoute, openAiCompletion } from "../child/openai-completion.ts";
import {
  type ChatMessage,
  type CompletionRequest,
  ContextExceeded,
  type Engine,
  type Generation,
  type OpenRequest,
  type PreparedPrompt,
} from "../engine.ts";
import { inspectMlx } from "./inspect-mlx.ts";
import { mlxVlmArgv } from "./mlx-argv.ts";
import { MLX_VLM, mlxVlmCapability } from "./mlx-capability.ts";
import { readMlxHealth, readMlxVlm } from "./read-mlx-vlm.ts";

/** mlx-vlm's server as an engine child, for text models too (serve.md section 6). */
export function createMlxVlmEngine(setup: ChildSetup): Engine {
  return {
    name: MLX_VLM,
    inspect: inspectMlx,
    open: (request) =>
      openEngineChild({
        name: MLX_VLM,
        setup,
        request,
        command: (port) => ({ argv: mlxVlmArgv({ ...request, binary: setup.binary, port }), env: OFFLINE }),
        dialect: (http) => dialect(http, request),
        describe: async (http) => ({
          capability: mlxVlmCapability(await readVersion(http)),
          trainedContext: (await inspectMlx(request.modelPath)).trainedContext,
        }),
      }),
  };
}

/** The folder is complete, so nothing is looked up at the hub. */
const OFFLINE = { HF_HUB_OFFLINE: "1" };

/** The server names itself and its version in every answer. */
async function readVersion(http: EngineHttp): Promise<string> {
  const header = (await http.get("/health"))?.headers["server"];
  return (typeof header === "string" ? /^mlx_vlm\/(\S+)$/.exec(header)?.[1] : undefined) ?? "unknown";
}

function dialect(http: EngineHttp, request: OpenRequest): ChildDialect {
  const messagesOf = new WeakMap<PreparedPrompt, readonly ChatMessage[]>();
  const route: OpenAiRoute = {
    http,
    path: "/v1/chat/completions",
    // Another name would make the server unload this model and load that one.
    extra: { model: request.modelPath },
    contextCap: request.knobs.maxContext,
    refusal: ({ status, json }) => budgetRefusal(status, json),
  };
  return {
    countTokens: null,
    isRouteReady: async (signal) => (await readMlxHealth(http, signal))?.loaded_model === request.modelPath,
    readBack: () => readMlxVlm(http, request.knobs),
    async prepare(messages) {
      const prompt = { tokenCount: null };
      messagesOf.set(prompt, messages);
      return prompt;
    },
    complete: (completion) => withinBudget(route, messagesOf.get(completion.prompt) ?? [], completion),
  };
}

/** Its gate counts prompt and `max_tokens` together, so a prompt that fits is asked again with what is left (A11). */
async function withinBudget(
  route: OpenAiRoute,
  messages: readonly ChatMessage[],
  request: CompletionRequest,
): Promise<Generation> {
  try {
    return await openAiCompletion(route, messages, request);
  } catch (cause) {
    if (!(cause instanceof OverBudget)) throw cause;
    const left = cause.budget - cause.prompt;
    if (left < 0) throw new ContextExceeded(cause.prompt, cause.budget);
    return left === 0 ? fullPrompt(cause.prompt) : openAiCompletion(route, messages, { ...request, maxTokens: left });
  }
}

// biome-ignore lint/correctness/useYield: the prompt fills the cap, so nothing is generated
async function* fullPrompt(promptTokens: number): Generation {
  return {
    reason: "length",
    promptTokens,
    completionTokens: 0,
    cachedTokens: null,
    prefillMs: null,
    decodeMs: null,
  };
}

class OverBudget extends Error {
  readonly prompt: number;
  readonly budget: number;

  constructor(prompt: number, budget: number) {
    super("over the context budget");
    this.prompt = prompt;
    this.budget = budget;
  }
}

const Detail = z.looseObject({ detail: z.string() });
const WORDS = /\((\d+) prompt \+ \d+ max generation\), but MAX_KV_SIZE is (\d+)/;

function budgetRefusal(status: number, json: EngineAnswer["json"]): Error | null {
  const parsed = Detail.safeParse(json);
  if (status !== 400 || !parsed.success) return null;
  const [, prompt, budget] = WORDS.exec(parsed.data.detail) ?? [];
  return prompt === undefined || budget === undefined ? null : new OverBudget(Number(prompt), Number(budget));
}
