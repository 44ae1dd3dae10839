import type { EngineHttp } from "../child/engine-http.ts";
import { type ChildDialect, type ChildSetup, openEngineChild } from "../child/open-engine-child.ts";
import { openAiCompletion } from "../child/openai-completion.ts";
import type { ChatMessage, Engine, PreparedPrompt } from "../engine.ts";
import { inspectMlx } from "./inspect-mlx.ts";
import { mlxLmArgv } from "./mlx-argv.ts";
import { MLX_LM, mlxLmCapability } from "./mlx-capability.ts";
import { pythonPackageVersion } from "./python-package-version.ts";

const UNKNOWN = { effective: null, source: "unknown" } as const;
const OFFLINE = { HF_HUB_OFFLINE: "1" };

/** mlx-lm's server as an engine child, with its declared gaps (serve.md section 6). */
export function createMlxLmEngine(setup: ChildSetup): Engine {
  return {
    name: MLX_LM,
    inspect: inspectMlx,
    open(request) {
      let fingerprint: string | null = null;
      return openEngineChild({
        name: MLX_LM,
        setup,
        request,
        command: (port) => ({ argv: mlxLmArgv({ ...request, binary: setup.binary, port }), env: OFFLINE }),
        dialect: (http) =>
          dialect(http, (text) => {
            fingerprint = text;
          }),
        describe: async () => ({
          capability: mlxLmCapability(
            versionOf(fingerprint) ?? pythonPackageVersion(setup.binary, "mlx_lm") ?? "unknown",
          ),
          trainedContext: (await inspectMlx(request.modelPath)).trainedContext,
        }),
      });
    },
  };
}

/** Its fingerprint begins with its version: `<mlx-lm>-<mlx>-<platform>-<gpu>`. */
function versionOf(fingerprint: string | null): string | null {
  return /^(\d+\.\d+[\w.]*)-/.exec(fingerprint ?? "")?.[1] ?? null;
}

function dialect(http: EngineHttp, onFingerprint: (text: string) => void): ChildDialect {
  const messagesOf = new WeakMap<PreparedPrompt, readonly ChatMessage[]>();
  return {
    countTokens: null,
    // Its health is 200 before anything is loaded; only the token counts (A41).
    isRouteReady: async (signal) => (await http.get("/health", signal))?.status === 200,
    readBack: async () => ({ kvBits: UNKNOWN, maxBatch: UNKNOWN, maxContext: UNKNOWN }),
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
          // Any other name would be fetched and loaded in place of the model it was started with.
          extra: { model: "default_model" },
          contextCap: null,
          refusal: () => null,
          onFingerprint,
        },
        messagesOf.get(completion.prompt) ?? [],
        completion,
      ),
  };
}
