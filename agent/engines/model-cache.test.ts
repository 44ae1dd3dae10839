import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { cachedModelBytes, isModelCached, modelFolder } from "./model-cache.ts";
import { ownModelName } from "./own-model-name.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "espalier-cache-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const stores = () => ({
  hubCacheDir: join(folder, "hub"),
  practiceDir: join(folder, "practice"),
  ollamaDir: join(folder, "ollama"),
});
const write = (path: string, text = "x") => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
};

const MLX = "mlx-community/Llama-3.2-1B-Instruct-4bit";
const GGUF = "bartowski/Llama-3.2-1B-Instruct-GGUF:Q4_K_M";
const SNAPSHOT = `hub/models--mlx-community--Llama-3.2-1B-Instruct-4bit/snapshots/${"a".repeat(40)}`;

test("B41 an MLX engine's model is cached when its whole snapshot is there, by either id of the catalogue", () => {
  write(`${SNAPSHOT}/config.json`, "{}");
  write(`${SNAPSHOT}/tokenizer.json`, "{}");
  write(
    `${SNAPSHOT}/model.safetensors.index.json`,
    JSON.stringify({ weight_map: { a: "model-1.safetensors", b: "model-2.safetensors" } }),
  );
  write(`${SNAPSHOT}/model-1.safetensors`, "12345");
  expect(isModelCached(MLX, stores(), "mlx_lm.server")).toBe(false);
  write(`${SNAPSHOT}/model-2.safetensors`, "12345");
  for (const id of [MLX, GGUF]) expect(isModelCached(id, stores(), "mlx_vlm.server")).toBe(true);
  expect(isModelCached(MLX, stores())).toBe(false);
  expect(modelFolder(GGUF, stores(), "mlx_lm.server")).toBe(
    join(folder, "hub", "models--mlx-community--Llama-3.2-1B-Instruct-4bit"),
  );
  expect(cachedModelBytes(MLX, stores(), "mlx_lm.server")).toBeGreaterThan(10);
});

test("B41 B22 ollama's own store answers for its models and grows while it fetches", () => {
  expect(isModelCached(MLX, stores(), "ollama")).toBe(false);
  expect(cachedModelBytes(MLX, stores(), "ollama")).toBe(0);
  write("ollama/blobs/sha256-aa-partial", "123");
  expect(cachedModelBytes(MLX, stores(), "ollama")).toBe(3);
  write("ollama/manifests/hf.co/bartowski/Llama-3.2-1B-Instruct-GGUF/Q4_K_M", "{}");
  expect(isModelCached(MLX, stores(), "ollama")).toBe(true);
});

test.each([
  [MLX, "ollama", `hf.co/${GGUF}`],
  ["acme/x-GGUF:Q8_0", "ollama", "hf.co/acme/x-GGUF:Q8_0"],
  [GGUF, "macprovider-cli", MLX],
  ["acme/x-4bit", "macprovider-cli", "acme/x-4bit"],
] as const)("A50 %s is %s's %s", (id, engine, name) => {
  expect(ownModelName(id, engine)).toBe(name);
});

test.each([
  ["acme/x-4bit", "ollama", "model acme/x-4bit has no GGUF form"],
  ["practice/tiny-2mb", "ollama", "model practice/tiny-2mb has no GGUF form"],
  ["acme/x-GGUF:Q8_0", "macprovider-cli", "model acme/x-GGUF:Q8_0 has no MLX form"],
] as const)("A50 %s has no form for %s", (id, engine, message) => {
  expect(() => ownModelName(id, engine)).toThrow(message);
});
