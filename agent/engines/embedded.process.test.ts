import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadLlama } from "./embedded/load-llama.ts";
import { createEmbeddedEngine } from "./embedded.ts";
import { ensurePracticeModel } from "./practice/write-practice-model.ts";

const folder = mkdtempSync(join(tmpdir(), "espalier-engine-"));
const smallHeads = join(folder, "heads-16.gguf");
const wideHeads = join(folder, "heads-64.gguf");
const shape = { id: "practice/test", width: 128, layers: 2, feedForward: 320, vocabulary: 512, contextLength: 2048 };
const quiet = {
  threads: 1,
  revision: null,
  weightsBytes: null,
  log: () => undefined,
  onStart: () => undefined,
  onFetched: () => undefined,
  signal: new AbortController().signal,
};

beforeAll(async () => {
  await ensurePracticeModel({ ...shape, heads: 8, kvHeads: 8, headDim: 16 }, smallHeads);
  await ensurePracticeModel({ ...shape, heads: 2, kvHeads: 2, headDim: 64 }, wideHeads);
});
afterAll(() => rmSync(folder, { recursive: true }));

test("A43 TA21 head size 16 with 8 bits: the knob is not applied, the reason is the engine's block size", async () => {
  const engine = createEmbeddedEngine(() => performance.now());
  const knobs = { kvBits: 8 as const, maxContext: 512, maxBatch: 1 };
  const loaded = await engine.open({ ...quiet, modelPath: smallHeads, knobs });
  expect(loaded.capability.kvBits).toBeNull();
  expect(loaded.capability.reasons?.kvBits).toBe(
    "K cache type q8_0 with block size 32 does not divide n_embd_head_k=16",
  );
  expect((await loaded.readBack()).kvBits).toEqual({ effective: null, source: "engine" });
  await loaded.dispose();
});

test("TA21 a quantised V cache without flash attention is the engine's own error", async () => {
  const { llama } = await loadLlama(1, () => undefined);
  const model = await llama.loadModel({ modelPath: wideHeads });
  const context = model.createContext({
    contextSize: 512,
    flashAttention: false,
    experimentalKvCacheKeyType: "Q8_0",
    experimentalKvCacheValueType: "Q8_0",
    failedCreationRemedy: false,
  });
  await expect(context).rejects.toThrow(/context/i);
  await llama.dispose();
});

test("M7 the model's own tokenizer counts generated text, without the space it adds to a beginning", async () => {
  const knobs = { kvBits: null, maxContext: 512, maxBatch: 1 };
  const engine = createEmbeddedEngine(() => performance.now());
  const loaded = await engine.open({ ...quiet, modelPath: wideHeads, knobs });
  const counts = [];
  for (const text of [" probe", " probe probe probe", "x", "  x", "\n", "\u00e4", "probe"]) {
    counts.push([text, await loaded.countTokens?.(text)]);
  }
  await loaded.dispose();
  expect(counts).toEqual([
    [" probe", 1],
    [" probe probe probe", 3],
    ["x", 1],
    ["  x", 3],
    ["\n", 1],
    ["\u00e4", 2],
    // Here it is a token only with its space, so it was never generated like this.
    ["probe", null],
  ]);
});

test("A44 a file that is no model fails in the engine's words", async () => {
  const knobs = { kvBits: null, maxContext: 512, maxBatch: 1 };
  const engine = createEmbeddedEngine(() => performance.now());
  await expect(engine.open({ ...quiet, modelPath: import.meta.filename, knobs })).rejects.toMatchObject({
    name: "EngineFailure",
  });
});

test("A61 the header says trained context and KV bytes, the budget is unknown without Metal", async () => {
  const inspection = await createEmbeddedEngine(() => performance.now()).inspect(wideHeads);
  expect(inspection).toMatchObject({ trainedContext: 2048, kvBytesPerToken: 2 * 2 * 2 * 128 });
});

test("A50 a practice file is reused, and written again when its head differs", async () => {
  const model = { ...shape, heads: 2, kvHeads: 2, headDim: 64 };
  expect(await ensurePracticeModel(model, wideHeads)).toBe("reused");
  expect(await ensurePracticeModel({ ...model, contextLength: 4096 }, wideHeads)).toBe("written");
});
