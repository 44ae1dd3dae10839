import type { ChildCommand } from "../child/start-engine-child.ts";
import type { EngineKnobs } from "../engine.ts";

export type OllamaAim = {
  readonly binary: string;
  readonly port: number;
  readonly knobs: EngineKnobs;
  /** Ollama's own store, when the owner moved it. */
  readonly storeDir: string | null;
};

const CACHE_TYPE = { unset: "f16", 8: "q8_0", 4: "q4_0" } as const;

/** A server of our own beside the menu-bar app's; all knobs are environment, so each change is a restart. */
export function ollamaCommand({ binary, port, knobs, storeDir }: OllamaAim): ChildCommand {
  const { kvBits, maxContext, maxBatch } = knobs;
  return {
    argv: [binary, "serve"],
    env: {
      OLLAMA_HOST: `127.0.0.1:${port}`,
      OLLAMA_KV_CACHE_TYPE: CACHE_TYPE[kvBits ?? "unset"],
      ...(kvBits === null ? {} : { OLLAMA_FLASH_ATTENTION: "1" }),
      OLLAMA_CONTEXT_LENGTH: String(maxContext),
      OLLAMA_NUM_PARALLEL: String(maxBatch),
      OLLAMA_MAX_LOADED_MODELS: "1",
      OLLAMA_KEEP_ALIVE: "-1",
      OLLAMA_NO_CLOUD: "1",
      ...(storeDir === null ? {} : { OLLAMA_MODELS: storeDir }),
    },
  };
}
