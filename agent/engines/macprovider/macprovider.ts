import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import type { EngineAnswer, EngineHttp } from "../child/engine-http.ts";
import { type ChildDialect, type ChildSetup, openEngineChild } from "../child/open-engine-child.ts";
import { openAiCompletion } from "../child/openai-completion.ts";
import { readMetalBudget } from "../embedded/metal-working-set.ts";
import type { ChatMessage, Engine, LoadedEngine, OpenRequest, PreparedPrompt } from "../engine.ts";
import { ContextExceeded, EngineFailure } from "../engine.ts";
import { printedVersion } from "../version-in.ts";
import { macproviderArgv } from "./macprovider-argv.ts";
import { MACPROVIDER, macproviderCapability } from "./macprovider-capability.ts";
import { readMacprovider } from "./read-macprovider.ts";

/** Another provider of the same command line as an engine child (serve.md section 6). */
export function createMacproviderEngine(setup: ChildSetup): Engine {
  return {
    name: MACPROVIDER,
    inspect: async () => ({ trainedContext: null, kvBytesPerToken: null, budgetBytes: await readMetalBudget() }),
    async open(request) {
      const folder = mkdtempSync(join(tmpdir(), "espalier-macprovider-"));
      const config = join(folder, "config.yaml");
      writeFileSync(config, "{}\n", { mode: 0o600 });
      try {
        return forgetting(folder, await openWith(setup, request, config));
      } catch (cause) {
        rmSync(folder, { recursive: true, force: true });
        throw cause;
      }
    },
  };
}

/** An empty config file of its own keeps the owner's knobs out: unset means unset (B99). */
function openWith(setup: ChildSetup, request: OpenRequest, config: string): Promise<LoadedEngine> {
  return openEngineChild({
    name: MACPROVIDER,
    setup,
    request,
    command: (port) => ({
      argv: macproviderArgv({ ...request, binary: setup.binary, port }),
      env: { MACPROVIDER_CONFIG: config },
    }),
    dialect: (http) => dialect(http, request),
    describe: async () => {
      const fetched = setup.cachedRevisions(request.modelPath);
      requirePinned(request, fetched);
      const isRevisionKnown = request.revision !== null && fetched.length > 0;
      return {
        capability: macproviderCapability(await printedVersion(setup.binary, setup.environment), isRevisionKnown),
        trainedContext: null,
      };
    },
  });
}

/** A50: it fetches by itself, so what it fetched is compared afterwards. */
function requirePinned({ modelPath, revision }: OpenRequest, fetched: readonly string[]): void {
  if (revision === null || fetched.length === 0 || fetched.includes(revision)) return;
  throw new EngineFailure(`model ${modelPath} was fetched at revision ${fetched.join(", ")}, pinned is ${revision}`);
}

function forgetting(folder: string, loaded: LoadedEngine): LoadedEngine {
  return {
    ...loaded,
    async dispose() {
      await loaded.dispose();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function dialect(http: EngineHttp, request: OpenRequest): ChildDialect {
  const messagesOf = new WeakMap<PreparedPrompt, readonly ChatMessage[]>();
  return {
    countTokens: null,
    // Its model list answers 200 before the model is loaded; only the token counts (A41).
    isRouteReady: async (signal) => (await http.get("/v1/models", signal))?.status === 200,
    readBack: () => readMacprovider(http, request.knobs),
    async prepare(messages) {
      const prompt = { tokenCount: null };
      messagesOf.set(prompt, messages);
      return prompt;
    },
    complete: (completion) =>
      openAiCompletion(
        {
          http,
          path: "/v1/chat/completions",
          extra: { model: request.modelPath },
          contextCap: request.knobs.maxContext,
          refusal: contextRefusal,
        },
        messagesOf.get(completion.prompt) ?? [],
        completion,
      ),
  };
}

const Exceeded = z.looseObject({
  error: z.looseObject({ code: z.literal("context_length_exceeded"), message: z.string().optional() }),
});

/** Its own 413; of two numbers in its words the larger is the prompt. */
function contextRefusal({ status, json }: EngineAnswer): Error | null {
  const parsed = Exceeded.safeParse(json);
  if (status !== 413 || !parsed.success) return null;
  const numbers = (parsed.data.error.message?.match(/\d+/g) ?? []).map(Number).toSorted((left, right) => left - right);
  return numbers.length === 2
    ? new ContextExceeded(numbers[1] ?? null, numbers[0] ?? null)
    : new ContextExceeded(null, null);
}
