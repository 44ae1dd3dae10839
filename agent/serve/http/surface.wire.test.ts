import { once } from "node:events";
import { request as httpRequest } from "node:http";
import { afterEach, describe, expect, test } from "vitest";
import { estimateFit } from "../../../core/serving/fit.ts";
import { ScriptedEngine } from "../../test/fixtures/engine-scripted.ts";
import { knobReadings } from "../load/knob-readings.ts";
import { createRuntime, markReady, type ServeRuntime } from "../serve-runtime.ts";
import { createSurface } from "./surface.ts";

type Surface = {
  runtime: ServeRuntime;
  engine: ScriptedEngine;
  url: string;
  port: number;
  lines: string[];
  close: () => void;
};
const open: Surface[] = [];
afterEach(() => {
  for (const surface of open.splice(0)) surface.close();
});

type Limits = {
  maxContext?: number;
  maxConcurrency?: number;
  queueDepth?: number;
  maxBody?: number;
  keepAliveMs?: number;
};

const UNKNOWN_FIT = { weightsBytes: null, kvBytesPerToken: null, kvBits: null, budgetBytes: null };

async function start(limits: Limits = {}, isLoaded = true): Promise<Surface> {
  const engine = new ScriptedEngine();
  const lines: string[] = [];
  const runtime = createRuntime({
    model: "practice/tiny-2mb",
    engineName: "scripted",
    maxRequestBodyBytes: limits.maxBody ?? 100_000,
    startedMonoMs: 0,
  });
  const maxContext = limits.maxContext ?? 4096;
  const maxConcurrency = limits.maxConcurrency ?? 1;
  const knobs = { kvBits: null, maxBatch: maxConcurrency, maxContext };
  const readings = knobReadings({
    requested: knobs,
    readBack: await engine.readBack(),
    running: { maxBatch: maxConcurrency, maxContext },
    capability: engine.capability,
  });
  const queueDepth = limits.queueDepth ?? 2;
  if (isLoaded) {
    const fit = estimateFit({ ...UNKNOWN_FIT, maxContext, maxBatch: maxConcurrency });
    markReady(runtime, { engine, readings, fit, maxContext, maxConcurrency, queueDepth, tokensPerSecondEstimate: 5 });
  }
  const server = createSurface({
    runtime,
    newId: () => "id",
    wallMs: () => 1000,
    monoMs: () => 5000,
    keepAliveMs: limits.keepAliveMs ?? 15_000,
    log: (line) => lines.push(line),
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  const surface = { runtime, engine, url: `http://127.0.0.1:${port}`, port, lines, close };
  open.push(surface);
  return surface;
}

function chat(surface: Surface, body: object, signal?: AbortSignal): Promise<Response> {
  return fetch(`${surface.url}/v1/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    ...(signal === undefined ? {} : { signal }),
  });
}

const say = (content: string) => ({ messages: [{ role: "user", content }] });
const words = (count: number) => Array.from({ length: count }, () => "w").join(" ");

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

describe("gates", () => {
  test.each([
    ["a foreign host is misdirected", "GET", "/v1/models", { host: "evil.example" }, 421, "misdirected_request"],
    ["an unknown path", "GET", "/nowhere", {}, 404, "not_found"],
    ["an inherited property is no path", "GET", "/constructor", {}, 404, "not_found"],
    ["a wrong method", "DELETE", "/v1/models", {}, 405, "method_not_allowed"],
    [
      "a form instead of JSON",
      "POST",
      "/v1/chat/completions",
      { "content-type": "text/plain" },
      415,
      "unsupported_media_type",
    ],
  ])("A10 TA19 %s", async (_title, method, path, headers, status, code) => {
    const { port } = await start();
    const request = httpRequest({ port, host: "127.0.0.1", method, path, headers });
    request.end();
    const [response] = await once(request, "response");
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk);
    expect(response.statusCode).toBe(status);
    expect(JSON.parse(Buffer.concat(chunks).toString()).error.code).toBe(code);
    expect(response.headers["access-control-allow-origin"]).toBeUndefined();
  });

  test("A11 TA9 4097 prompt tokens at cap 4096 are refused with both numbers, 4096 are accepted", async () => {
    const surface = await start({ maxContext: 4096 });
    const refused = await chat(surface, say(words(4097)));
    expect(refused.status).toBe(413);
    const { error } = await refused.json();
    expect(error).toMatchObject({
      type: "context_length_exceeded",
      code: "context_length_exceeded",
      param: "messages",
    });
    expect(error.message).toMatch(/4097.*4096/);
    const accepted = await chat(surface, say(words(4096)));
    expect(accepted.status).toBe(200);
    expect((await accepted.json()).choices[0].finish_reason).toBe("length");
  });

  test("A11 generation stops at the cap", async () => {
    const surface = await start({ maxContext: 5 });
    const body = await (await chat(surface, { ...say("a b c"), max_tokens: 50 })).json();
    expect(body.choices[0]).toMatchObject({ finish_reason: "length", message: { content: "one two " } });
    expect(body.usage).toMatchObject({ prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 });
  });

  test("A12 TA16 a body over the limit is refused without tokenising", async () => {
    const surface = await start({ maxBody: 2000 });
    const response = await chat(surface, say("x".repeat(5000)));
    expect(response.status).toBe(413);
    expect((await response.json()).error.type).toBe("request_too_large");
    expect(surface.engine.tokenised).toBe(0);
  });

  test("A13 nothing is served before the model is loaded, and nothing new while draining", async () => {
    const cold = await start({}, false);
    expect((await fetch(`${cold.url}/v1/models`)).status).toBe(503);
    expect((await (await chat(cold, say("a"))).json()).error.code).toBe("model_not_loaded");
    const surface = await start();
    surface.runtime.isDraining = true;
    expect((await (await chat(surface, say("a"))).json()).error.code).toBe("draining");
  });

  test.each([
    ["another model", { model: "practice/other" }, 404, "model_not_found"],
    ["two answers", { n: 2 }, 400, "unsupported_n"],
    ["no messages", { messages: [] }, 400, "bad_request"],
  ])("A30 %s", async (_title, extra, status, code) => {
    const response = await chat(await start(), { ...say("a"), ...extra });
    expect(response.status).toBe(status);
    expect((await response.json()).error).toMatchObject({ code, message: expect.any(String) });
  });

  test("A30 B15 the model's own id is accepted in any ASCII case", async () => {
    expect((await chat(await start(), { ...say("a"), model: "PRACTICE/Tiny-2MB" })).status).toBe(200);
  });
});

describe("tokens of generated text", () => {
  const tokenize = ({ url }: Surface, body: string, type = "application/json") =>
    fetch(`${url}/v1/tokenize`, { method: "POST", headers: { "content-type": type }, body });

  test("M7 the engine's own tokenizer counts them, or says that it cannot tell", async () => {
    const surface = await start();
    expect(await (await tokenize(surface, '{"content":" one two"}')).json()).toEqual({ count: 2 });
    surface.engine.countTokens = async () => null;
    expect(await (await tokenize(surface, '{"content":"x"}')).json()).toEqual({ count: null });
  });

  test("M7 an engine that shows no tokenizer is not guessed for", async () => {
    const surface = await start();
    surface.engine.countTokens = null;
    const refused = await tokenize(surface, '{"content":"x"}');
    expect(refused.status).toBe(404);
    expect((await refused.json()).error).toMatchObject({
      code: "no_tokenizer",
      message: "scripted shows no tokenizer",
    });
  });

  test.each([
    ["no content", '{"prompt":"x"}', "application/json", 400, "bad_request"],
    ["no JSON", "x", "application/json", 400, "bad_request"],
    ["a form", "content=x", "text/plain", 415, "unsupported_media_type"],
    ["a long body", `{"content":"${"x".repeat(200_000)}"}`, "application/json", 413, "request_too_large"],
  ])("A10 A12 A30 %s is refused", async (_title, body, type, status, code) => {
    const refused = await tokenize(await start(), body, type);
    expect(refused.status).toBe(status);
    expect((await refused.json()).error.code).toBe(code);
  });

  test("A13 A19 A31 not loaded is 503; a text that could not be counted is no failed completion and is not logged", async () => {
    expect((await tokenize(await start({}, false), '{"content":"x"}')).status).toBe(503);
    const surface = await start();
    surface.engine.countTokens = async (text) => {
      throw new Error(`cannot count ${text}`);
    };
    expect((await tokenize(surface, '{"content":"secret"}')).status).toBe(500);
    expect(surface.runtime.errors).toBe(0);
    expect(surface.lines).toEqual([]);
  });
});

describe("queue", () => {
  test("A14 TA16 a full queue answers 429 with Retry-After, and the order of arrival is kept", async () => {
    const surface = await start({ maxConcurrency: 1, queueDepth: 2 });
    const letGo = surface.engine.hold();
    const first = chat(surface, say("first"));
    await surface.engine.begun(1);
    const second = chat(surface, say("second"));
    await until(() => surface.runtime.loaded?.admission.queued() === 1);
    const third = chat(surface, say("third"));
    await until(() => surface.runtime.loaded?.admission.queued() === 2);
    const refused = await chat(surface, say("fourth"));
    expect(refused.status).toBe(429);
    expect(refused.headers.get("retry-after")).toBe("1");
    expect((await refused.json()).error.code).toBe("queue_full");
    letGo();
    expect((await Promise.all([first, second, third])).map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(surface.engine.started).toEqual(["first", "second", "third"]);
  });

  test("A14 a client that leaves frees its place and its slot at once", async () => {
    const surface = await start({ maxConcurrency: 1, queueDepth: 1 });
    surface.engine.hold();
    const running = new AbortController();
    const waiting = new AbortController();
    const first = chat(surface, say("first"), running.signal).catch(() => "left");
    await surface.engine.begun(1);
    const second = chat(surface, say("second"), waiting.signal).catch(() => "left");
    await until(() => surface.runtime.loaded?.admission.queued() === 1);
    waiting.abort();
    await until(() => surface.runtime.loaded?.admission.queued() === 0);
    running.abort();
    await until(() => surface.runtime.loaded?.admission.inFlight() === 0);
    expect(await Promise.all([first, second])).toEqual(["left", "left"]);
    expect(surface.runtime.errors).toBe(0);
  });
});

describe("streams", () => {
  test("A15 TA17 role first, then text, one usage chunk without choices, then DONE; counts equal the plain answer's", async () => {
    const surface = await start();
    const text = await (await chat(surface, { ...say("a b"), stream: true })).text();
    const events = text.split("\n\n").filter((event) => event !== "");
    expect(events.at(-1)).toBe("data: [DONE]");
    const chunks = events.slice(0, -1).map((event) => JSON.parse(event.slice("data: ".length)));
    expect(chunks[0].choices[0].delta).toEqual({ role: "assistant" });
    expect(
      chunks
        .flatMap((chunk) => chunk.choices.map((choice: { delta: { content?: string } }) => choice.delta.content ?? ""))
        .join(""),
    ).toBe("one two three");
    const withUsage = chunks.filter((chunk) => chunk.usage !== undefined);
    expect(withUsage).toHaveLength(1);
    expect(chunks.at(-1)).toMatchObject({ choices: [] });
    const plain = await (await chat(surface, say("a b"))).json();
    expect(withUsage[0].usage).toEqual(plain.usage);
  });

  test("A15 an engine failure in mid-stream is an error event and a close without DONE", async () => {
    const surface = await start();
    surface.engine.failAfter = 1;
    const text = await (await chat(surface, { ...say("secret words"), stream: true })).text();
    expect(text).toContain('"error"');
    expect(text).not.toContain("[DONE]");
    expect(surface.runtime.errors).toBe(1);
    expect(surface.lines.join("\n")).not.toContain("secret");
  });

  test("A15 silence is bridged by comments", async () => {
    const surface = await start({ keepAliveMs: 5 });
    const letGo = surface.engine.hold();
    const response = await chat(surface, { ...say("a"), stream: true });
    const reader = response.body?.getReader();
    let text = "";
    while (!text.includes(": keep-alive")) text += Buffer.from((await reader?.read())?.value ?? []).toString();
    letGo();
    await reader?.cancel();
    expect(text).toContain(": keep-alive\n\n");
  });

  test("a client's stop text cuts the answer before it", async () => {
    const body = await (await chat(await start(), { ...say("a"), stop: "wo thr" })).json();
    expect(body.choices[0]).toMatchObject({ finish_reason: "stop", message: { content: "one t" } });
  });
});

describe("health", () => {
  test("A18 A19 TA11 the advertised capacity is the resolved one", async () => {
    const surface = await start({ maxConcurrency: 4, queueDepth: 8 });
    const response = await fetch(`${surface.url}/v1/health`);
    expect(response.status).toBe(200);
    const body = await response.json();
    expect(body).toMatchObject({ state: "ready", pid: process.pid, model_loaded: true, uptime_s: 5, fetch: null });
    expect(body.capacity).toMatchObject({ max_concurrency: 4, max_context: 4096, queue_depth: 8 });
    expect(body.knobs.max_batch).toEqual({ requested: 4, effective: 4, source: "argv" });
  });

  test("A19 the same body says unavailable, busy, degraded and draining", async () => {
    const cold = await start({}, false);
    cold.runtime.fetch = { bytesDone: 5, bytesTotal: 9 };
    const unavailable = await fetch(`${cold.url}/v1/health`);
    expect(unavailable.status).toBe(503);
    expect(await unavailable.json()).toMatchObject({ state: "unavailable", fetch: { bytes_done: 5, bytes_total: 9 } });
    const surface = await start();
    const letGo = surface.engine.hold();
    const running = chat(surface, say("a"));
    await surface.engine.begun(1);
    expect(await (await fetch(`${surface.url}/v1/health`)).json()).toMatchObject({ state: "busy", in_flight: 1 });
    letGo();
    await running;
    surface.engine.failAfter = 0;
    for (let index = 0; index < 4; index++) expect((await chat(surface, say("a"))).status).toBe(500);
    const degraded = await fetch(`${surface.url}/v1/health`);
    expect(degraded.status).toBe(503);
    expect(await degraded.json()).toMatchObject({ state: "degraded", errors: 4, served: 1 });
    surface.runtime.isDraining = true;
    expect(await (await fetch(`${surface.url}/v1/health`)).json()).toMatchObject({ state: "draining" });
  });
});
