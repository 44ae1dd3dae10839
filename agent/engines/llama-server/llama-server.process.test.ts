import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { PRACTICE_MODELS } from "../../../core/serving/practice-models.ts";
import { listGroup } from "../../host/process-list.ts";
import { openRequest, type StandIn, standIn } from "../../test/fixtures/engine-child.ts";
import type { EngineStart, LoadedEngine, OpenRequest } from "../engine.ts";
import { ensurePracticeModel } from "../practice/write-practice-model.ts";
import { createLlamaServerEngine } from "./llama-server.ts";

const KNOBS = { kvBits: 8 as const, maxContext: 4000, maxBatch: 2 };

let engine: StandIn;
let model: string;
const open: LoadedEngine[] = [];

beforeEach(async () => {
  engine = standIn("llama-server");
  model = join(engine.folder, "tiny.gguf");
  const tiny = PRACTICE_MODELS.at(-1);
  if (tiny === undefined) throw new Error("no practice model");
  await ensurePracticeModel(tiny, model);
});
afterEach(async () => {
  for (const loaded of open.splice(0)) await loaded.dispose();
  engine.dispose();
});

async function start(rest: Partial<OpenRequest> = {}, deadlineMs?: number): Promise<LoadedEngine> {
  const loaded = await createLlamaServerEngine(engine.setup(deadlineMs)).open(openRequest(model, KNOBS, rest));
  open.push(loaded);
  return loaded;
}

async function say(loaded: LoadedEngine, content = "probe probe", maxTokens = 8) {
  const prompt = await loaded.prepare([{ role: "user", content }]);
  const generation = await loaded.complete({
    prompt,
    maxTokens,
    temperature: 0,
    topP: null,
    seed: 1,
    stop: [],
    signal: new AbortController().signal,
  });
  let text = "";
  for (;;) {
    const step = await generation.next();
    if (step.done === true) return { prompt, text, end: step.value };
    text += step.value.text;
  }
}

describe("llama-server", () => {
  test("A40 A41 A42 it serves what was asked, says so itself, and counts the prompt with its own tokenizer", async () => {
    const loaded = await start();
    expect(loaded.capability).toMatchObject({
      engine: "llama-server",
      engineVersion: "b0-00dc805",
      kvBits: [8, 4],
      contextGate: "tokenizer",
      unverified: ["kvBits"],
    });
    expect(await loaded.readBack()).toEqual({
      kvBits: { effective: null, source: "unknown" },
      maxBatch: { effective: 2, source: "engine" },
      maxContext: { effective: 4096, source: "engine" },
    });
    const { prompt, text, end } = await say(loaded);
    expect(text).toBe(" w0 w1 w2 w3 w4 w5 w6 w7");
    expect(end).toMatchObject({
      reason: "length",
      promptTokens: prompt.tokenCount,
      completionTokens: 8,
      cachedTokens: 1,
    });
    expect(loaded.counters()).toMatchObject({ completionTokens: 8 });
  });

  test("TA22 a lowered context and fewer slots are read back, ignored KV bits stay unknown", async () => {
    engine.misbehave({ contextTokens: 2048, slots: 1, kvBits: null });
    const readBack = await (await start()).readBack();
    expect(readBack.maxContext).toEqual({ effective: 2048, source: "engine" });
    expect(readBack.maxBatch).toEqual({ effective: 1, source: "engine" });
    expect(readBack.kvBits).toEqual({ effective: null, source: "unknown" });
  });

  test("A41 TA22 health answering 200 before the model is loaded is not ready", async () => {
    engine.misbehave({ isHealthAlways200: true, hangsInLoad: true });
    await expect(start({}, 1500)).rejects.toThrow(/^load timeout: llama-server gave no token within/);
  });

  test("A41 an engine that dies in its load fails with its last words and leaves nothing", async () => {
    const starts: EngineStart[] = [];
    await expect(
      start({ modelPath: join(engine.folder, "control.json"), onStart: (each) => starts.push(each) }),
    ).rejects.toThrow();
    engine.misbehave({ diesInLoad: true });
    await expect(start({ onStart: (each) => starts.push(each) })).rejects.toThrow(/^llama-server exited with code 1/);
    for (const { pid } of starts) expect(await listGroup(pid)).toEqual([]);
  });

  test("A45 the start names pid, exact argv and the environment set on purpose", async () => {
    const loaded = await start();
    expect(loaded.start?.argv.slice(1, 4)).toEqual(["-m", model, "--offline"]);
    expect(loaded.start?.env).toEqual({});
    expect(await listGroup(loaded.start?.pid ?? 0)).toHaveLength(1);
  });

  test("an answer cut by a smaller context than asked is a failure, not an end", async () => {
    engine.misbehave({ contextTokens: 16 });
    await expect(say(await start(), "probe probe", 24)).rejects.toThrow("the engine truncated the context");
  });

  test.each([
    ["reports an error in mid-stream", { failsAfterTokens: 3 }, "decode failed"],
    ["cuts the connection", { cutsAfterTokens: 3 }, /stream (broke|ended early)/],
    ["dies", { diesAfterTokens: 3 }, /stream (broke|ended early)/],
  ])("an engine that %s fails the request", async (_title, how, message) => {
    const loaded = await start();
    engine.misbehave(how);
    await expect(say(loaded)).rejects.toThrow(message);
  });

  test("an engine that dies says so once", async () => {
    const loaded = await start();
    engine.misbehave({ diesAfterTokens: 1 });
    await expect(say(loaded)).rejects.toThrow();
    expect(await loaded.died).toMatch(/^llama-server died of SIGKILL/);
  });

  test("A15 reasoning stays apart from the answer", async () => {
    engine.misbehave({ reasoningTokens: 2 });
    const loaded = await start();
    const prompt = await loaded.prepare([{ role: "user", content: "probe" }]);
    const request = { prompt, maxTokens: 4, temperature: 0, topP: null, seed: null, stop: [] };
    const kinds = [];
    for await (const delta of await loaded.complete({ ...request, signal: new AbortController().signal })) {
      kinds.push(delta.isReasoning === true);
    }
    expect(kinds).toEqual([true, true, false, false]);
  });

  test.each([false, true])(
    "M7 generated text is counted by the engine's tokenizer; a space it adds: %s",
    async (adds) => {
      engine.misbehave({ addsSpacePrefix: adds });
      const { countTokens } = await start();
      expect(await countTokens?.(" w0")).toBe(1);
      expect(await countTokens?.(" w0 w1 w2")).toBe(3);
      expect(await countTokens?.("w0")).toBe(adds ? null : 1);
    },
  );

  test("an aborted request ends early and frees its slot", async () => {
    engine.misbehave({ msPerToken: 20 });
    const loaded = await start();
    const controller = new AbortController();
    const prompt = await loaded.prepare([{ role: "user", content: "probe" }]);
    const request = { prompt, maxTokens: 24, temperature: 0, topP: null, seed: null, stop: [] };
    const generation = await loaded.complete({ ...request, signal: controller.signal });
    await generation.next();
    controller.abort(new Error("the client left"));
    let step = await generation.next();
    while (step.done !== true) step = await generation.next();
    expect(step.value).toMatchObject({ reason: "stop" });
    expect((await say(loaded)).end.completionTokens).toBe(8);
  });
});
