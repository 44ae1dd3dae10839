import { expect, test } from "vitest";
import { ollamaCommand } from "./ollama-command.ts";

const aim = { binary: "/opt/ollama", port: 40_000, storeDir: null };
const ALWAYS = { OLLAMA_MAX_LOADED_MODELS: "1", OLLAMA_KEEP_ALIVE: "-1", OLLAMA_NO_CLOUD: "1" };

test.each([
  ["8 bits with flash attention", 8, { OLLAMA_KV_CACHE_TYPE: "q8_0", OLLAMA_FLASH_ATTENTION: "1" }],
  ["4 bits with flash attention", 4, { OLLAMA_KV_CACHE_TYPE: "q4_0", OLLAMA_FLASH_ATTENTION: "1" }],
  ["unset is f16", null, { OLLAMA_KV_CACHE_TYPE: "f16" }],
] as const)("A25 ollama's knobs are environment: %s", (_title, kvBits, expected) => {
  expect(ollamaCommand({ ...aim, knobs: { kvBits, maxContext: 4000, maxBatch: 2 } })).toEqual({
    argv: ["/opt/ollama", "serve"],
    env: {
      OLLAMA_HOST: "127.0.0.1:40000",
      ...expected,
      OLLAMA_CONTEXT_LENGTH: "4000",
      OLLAMA_NUM_PARALLEL: "2",
      ...ALWAYS,
    },
  });
});

test("A51 an owner's own store is handed on", () => {
  const knobs = { kvBits: null, maxContext: 1, maxBatch: 1 };
  expect(ollamaCommand({ ...aim, knobs, storeDir: "/big/disk" }).env["OLLAMA_MODELS"]).toBe("/big/disk");
});
