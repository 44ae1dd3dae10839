import { z } from "zod";
import type { EngineHttp } from "../child/engine-http.ts";
import { type ChildDialect, type ChildSetup, openEngineChild } from "../child/open-engine-child.ts";
import { readMetalBudget } from "../embedded/metal-working-set.ts";
import type { ChatMessage, Engine, OpenRequest, PreparedPrompt } from "../engine.ts";
import { OLLAMA, ollamaCapability } from "./ollama-capability.ts";
import { ollamaCommand } from "./ollama-command.ts";
import { ollamaCompletion } from "./ollama-completion.ts";
import { ensurePulled, loadIntoMemory, readContextLength } from "./ollama-store.ts";

const UNKNOWN = { effective: null, source: "unknown" } as const;
const Version = z.looseObject({ version: z.string() });

/** Ollama's server as a child of our own (serve.md section 6); it fetches into its own store. */
export function createOllamaEngine(setup: ChildSetup): Engine {
  return {
    name: OLLAMA,
    inspect: async () => ({ trainedContext: null, kvBytesPerToken: null, budgetBytes: await readMetalBudget() }),
    open: (request) =>
      openEngineChild({
        name: OLLAMA,
        setup,
        request,
        command: (port) =>
          ollamaCommand({
            ...request,
            binary: setup.binary,
            port,
            storeDir: setup.environment["OLLAMA_MODELS"] ?? null,
          }),
        dialect: (http) => dialect(http, request),
        describe: async (http) => ({
          capability: ollamaCapability((await readVersion(http)) ?? "unknown"),
          trainedContext: null,
        }),
      }),
  };
}

async function readVersion(http: EngineHttp, signal?: AbortSignal): Promise<string | null> {
  const parsed = Version.safeParse((await http.get("/api/version", signal))?.json);
  return parsed.success ? parsed.data.version : null;
}

function dialect(http: EngineHttp, { modelPath: model, onFetched }: OpenRequest): ChildDialect {
  const messagesOf = new WeakMap<PreparedPrompt, readonly ChatMessage[]>();
  return {
    countTokens: null,
    /** There is no health route: the version answers first, then the model is fetched and loaded. */
    async isRouteReady(signal) {
      if ((await readVersion(http, signal)) === null) return false;
      await ensurePulled(http, model, { signal, onFetched });
      await loadIntoMemory(http, model, signal);
      return true;
    },
    async readBack() {
      const contextLength = await readContextLength(http, model);
      return {
        kvBits: UNKNOWN,
        maxBatch: UNKNOWN,
        maxContext: contextLength === undefined ? UNKNOWN : { effective: contextLength, source: "engine" },
      };
    },
    async prepare(messages) {
      const prompt = { tokenCount: null };
      messagesOf.set(prompt, messages);
      return prompt;
    },
    complete: (completion) =>
      ollamaCompletion({ http, model, messages: messagesOf.get(completion.prompt) ?? [] }, completion),
  };
}
