import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import OpenAI from "openai";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { portOwner } from "../host/port-owner.ts";
import { isProcessAlive, listGroup } from "../host/process-list.ts";
import { wait } from "../host/wait.ts";
import { type StandIn, standIn } from "../test/fixtures/engine-child.ts";
import { type ServeChild, startServe } from "../test/fixtures/engine-serve.ts";
import { FRONTED_ENGINES, type FrontedEngine } from "../test/fixtures/engine-table.ts";
import { freePort } from "../test/free-port.ts";

const children: ServeChild[] = [];
let stand: StandIn;
afterEach(async () => {
  for (const child of children.splice(0)) await child.dispose();
  stand.dispose();
});

let modelId = "";

async function front(fronted: FrontedEngine, args: readonly string[] = []): Promise<ServeChild> {
  const { engine } = fronted;
  modelId = (await fronted.model(stand.folder)).id;
  const child = await startServe({
    args: ["--model", modelId, "--no-join", "--engine", engine, "--engine-bin", stand.binary, ...args],
    port: await freePort(),
    env: { ...stand.env, XDG_CACHE_HOME: stand.folder },
  });
  children.push(child);
  return child;
}

const health = async (child: ServeChild) => (await fetch(`${child.url}/v1/health`)).json();

const ask = (child: ServeChild, extra: object = {}) =>
  fetch(`${child.url}/v1/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ messages: [{ role: "user", content: "probe probe" }], max_tokens: 8, ...extra }),
  });

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await wait(20);
}

describe.each(FRONTED_ENGINES)("serve in front of $engine", (fronted) => {
  beforeEach(() => {
    stand = standIn(fronted.engine);
  });

  test("A15 A25 TA17 the official client streams and does not, with equal text and counts", async () => {
    const child = await front(fronted, ["--max-context", "2000", "--max-batch", "2"]);
    await child.ready();
    const client = new OpenAI({ baseURL: `${child.url}/v1`, apiKey: "none" });
    const messages = [{ role: "user" as const, content: "Count from one to sixty in words." }];
    const common = { model: modelId, messages, max_tokens: 12, temperature: 0 };
    const plain = await client.chat.completions.create(common);
    let text = "";
    let usage: OpenAI.CompletionUsage | null | undefined;
    for await (const chunk of await client.chat.completions.create({ ...common, stream: true })) {
      text += chunk.choices[0]?.delta.content ?? "";
      usage = chunk.usage ?? usage;
    }
    expect(text).toBe(plain.choices[0]?.message.content);
    expect(text).toMatch(/^ w0 w1/);
    expect(usage).toEqual(plain.usage);
    expect(usage).toMatchObject({ completion_tokens: 12 });
    expect(usage?.prompt_tokens).toBeGreaterThan(0);
    expect(plain.choices[0]?.finish_reason).toBe("length");
  });

  test("A18 A26 A31 A45 health and the run file name the engine's start; the log holds no prompt and no answer", async () => {
    const child = await front(fronted, ["--max-context", "2000"]);
    await child.ready();
    const secret = "xyzzy plugh frotz";
    expect((await ask(child, { messages: [{ role: "user", content: secret }] })).status).toBe(200);
    const body = await health(child);
    expect(body).toMatchObject({ state: "ready", engine: fronted.engine, model_loaded: true, served: 1 });
    expect(body.engine_version).toBe(fronted.version);
    expect(body.engine_start.argv[0]).toBe(stand.binary);
    expect(body.fit).toMatchObject({ verdict: "unknown" });
    const port = new URL(child.url).port;
    const file = JSON.parse(readFileSync(join(child.stateDir, `serve-${port}.json`), "utf8"));
    expect(file).toMatchObject({ engine_pid: body.engine_start.pid, engine_argv: body.engine_start.argv });
    expect(await isProcessAlive(file.engine_pid, file.engine_start_time)).toBe(true);
    expect(child.output()).toContain("memory estimate: weights");
    for (const hidden of [secret, "plugh", " w0 w1"]) expect(child.output()).not.toContain(hidden);
  });

  test("A15 an engine error in mid-stream is an error event without DONE, and the engine goes on", async () => {
    const child = await front(fronted, ["--max-context", "2000"]);
    await child.ready();
    stand.misbehave({ failsAfterTokens: 3 });
    const text = await (await ask(child, { stream: true })).text();
    expect(text).toContain('"error"');
    expect(text).not.toContain("[DONE]");
    expect((await ask(child)).status).toBe(500);
    stand.misbehave({});
    expect((await ask(child)).status).toBe(200);
    expect(await health(child)).toMatchObject({ errors: 2 });
  });

  test("A19 the engine's death ends the stream with an error and serve with status 1", async () => {
    const child = await front(fronted, ["--max-context", "2000"]);
    await child.ready();
    stand.misbehave({ diesAfterTokens: 3 });
    const text = await (await ask(child, { stream: true })).text();
    expect(text).not.toContain("[DONE]");
    expect(await child.code()).toBe(1);
    expect(child.output()).toMatch(/engine died: \S+ died of SIGKILL/);
    expect(existsSync(join(child.stateDir, `serve-${new URL(child.url).port}.json`))).toBe(false);
  });

  test("A16 SIGTERM to the whole group lets the running answer end, then the engine, exit 0", async () => {
    const child = await front(fronted, ["--max-context", "2000"]);
    await child.ready();
    stand.misbehave({ msPerToken: 30 });
    const { engine_start: started } = await health(child);
    const running = await ask(child, { stream: true, max_tokens: 20 });
    child.kill("SIGTERM");
    expect(await running.text()).toMatch(/data: \[DONE\]\n\n$/);
    expect(await child.code()).toBe(0);
    expect(await listGroup(started.pid)).toEqual([]);
  });

  test("A26 TA24 killing the serve process group leaves no engine and no listener", async () => {
    const child = await front(fronted, ["--max-context", "2000"]);
    await child.ready();
    const { engine_start: started } = await health(child);
    child.kill("SIGKILL");
    await child.code();
    await until(async () => (await listGroup(started.pid)).length === 0);
    expect(await portOwner(Number(new URL(child.url).port))).toBeNull();
  });
});

const long = Array.from({ length: 600 }, () => "probe").join(" ");

describe.each(FRONTED_ENGINES.filter(({ gate }) => gate !== "none"))("the context gate of $engine", (fronted) => {
  beforeEach(() => {
    stand = standIn(fronted.engine);
  });

  test("A11 a prompt over the cap is 413 with both numbers, streaming and not; one that fits generates up to the cap", async () => {
    const child = await front(fronted, ["--max-context", "400", "--no-warmup"]);
    await child.ready();
    for (const stream of [false, true]) {
      const refused = await ask(child, { messages: [{ role: "user", content: long }], stream });
      expect(refused.status).toBe(413);
      const { error } = await refused.json();
      expect(error).toMatchObject({
        code: "context_length_exceeded",
        type: "context_length_exceeded",
        param: "messages",
      });
      expect(error.message).toMatch(/the prompt has 6\d\d tokens; the context cap is \d{3} tokens/);
    }
    expect((await health(child)).errors).toBe(0);
    stand.misbehave({ answerTokens: 1000 });
    const { usage, choices } = await (await ask(child, { max_tokens: undefined })).json();
    expect(choices[0].finish_reason).toBe("length");
    expect(usage.total_tokens).toBe(fronted.engine === "llama-server" ? 400 : usage.total_tokens);
    expect(usage.total_tokens).toBeLessThanOrEqual(400);
    expect(usage.total_tokens).toBeGreaterThan(380);
  });
});

describe("engines without a context gate", () => {
  test("A43 mlx_lm.server takes no cap: said in a warning, advertised as none, and a long prompt passes", async () => {
    stand = standIn("mlx_lm.server");
    const [fronted] = FRONTED_ENGINES.filter(({ engine }) => engine === "mlx_lm.server");
    if (fronted === undefined) throw new Error("no such engine");
    const child = await front(fronted, ["--max-context", "400", "--kv-bits", "8"]);
    await child.ready();
    expect(child.output()).toContain(
      "kv_bits not applied, unsupported by backend: mlx_lm.server has no flag for KV-cache bits",
    );
    const { capacity, knobs } = await health(child);
    expect(capacity).toMatchObject({ max_context: null, kv_bits: null });
    expect(knobs.kv_bits).toEqual({ requested: 8, effective: null, source: "argv" });
    expect((await ask(child, { messages: [{ role: "user", content: long }] })).status).toBe(200);
  });

  test("A11 an ollama release that can refuse instead of cutting a prompt in silence does so", async () => {
    stand = standIn("ollama");
    const [fronted] = FRONTED_ENGINES.filter(({ engine }) => engine === "ollama");
    if (fronted === undefined) throw new Error("no such engine");
    const child = await front(fronted, ["--max-context", "400"]);
    await child.ready();
    const refused = await ask(child, { messages: [{ role: "user", content: long }] });
    expect(refused.status).toBe(413);
    expect((await refused.json()).error.message).toBe("the prompt is longer than the context cap of 400 tokens");
  });
});
