import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import OpenAI from "openai";
import { afterEach, describe, expect, test } from "vitest";
import { portOwner } from "../host/port-owner.ts";
import { listGroup } from "../host/process-list.ts";
import { localSocketPath } from "../loop/local-socket-path.ts";
import { type ServeChild, startServe } from "../test/fixtures/engine-serve.ts";
import { freePort } from "../test/free-port.ts";

const TINY = ["--model", "practice/tiny-2mb"];
const children: ServeChild[] = [];
afterEach(async () => {
  for (const child of children.splice(0)) await child.dispose();
});

async function serve(args: readonly string[], env: Record<string, string> = {}, at?: number): Promise<ServeChild> {
  const child = await startServe({ args, env, port: at ?? (await freePort()) });
  children.push(child);
  return child;
}

async function health(child: ServeChild) {
  return (await fetch(`${child.url}/v1/health`)).json();
}

const ask = (child: ServeChild, extra: object = {}) =>
  fetch(`${child.url}/v1/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ messages: [{ role: "user", content: "probe probe" }], max_tokens: 8, ...extra }),
  });

describe("start", () => {
  test("A8 A9 TA7 a bad environment value ends with the line and status 2, before any model is loaded", async () => {
    const child = await serve([...TINY, "--no-join"], { ESPALIER_KV_BITS: "7" });
    expect(await child.code()).toBe(2);
    expect(child.output()).toBe("--kv-bits 7 invalid; must be 4 or 8\n");
  });

  test("TA10 help lists the three knobs and --no-join", async () => {
    const child = await serve(["--help"]);
    expect(await child.code()).toBe(0);
    for (const flag of ["--kv-bits", "--max-context", "--max-batch", "--no-join"])
      expect(child.output()).toContain(flag);
  });

  test("A8 a log file that cannot be written is refused with the flag, value and rule", async () => {
    const child = await serve([...TINY, "--no-join", "--log-file", "/nowhere/serve.log"]);
    expect(await child.code()).toBe(2);
    expect(child.output()).toBe("--log-file /nowhere/serve.log must be a path that can be written\n");
  });

  test("an unknown flag is a usage error", async () => {
    const child = await serve(["--kv-bit", "8"]);
    expect(await child.code()).toBe(64);
  });

  test("TA19 a port in use ends with status 1 before any load", async () => {
    const taken = createServer();
    taken.listen(0, "127.0.0.1");
    await once(taken, "listening");
    const address = taken.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const child = await serve([...TINY, "--no-join"], {}, port);
    expect(await child.code()).toBe(1);
    expect(child.output()).toBe(`port ${port} in use\n`);
    expect(existsSync(join(child.stateDir, `serve-${port}.json`))).toBe(false);
    taken.close();
  });

  test("A44 an engine's refusal is in its own words, status 1", async () => {
    const child = await serve(["--model", `${import.meta.dirname}/serve.process.test.ts`, "--no-join"]);
    expect(await child.code()).toBe(1);
    expect(child.output()).not.toBe("");
  });
});

describe("knobs", () => {
  test.each([
    ["8", "3", "4096", 8, 4096],
    ["4", "1", "1000", 4, 1024],
  ])(
    "A25 A42 TA8 kv %s, batch %s, context %s reach the engine and are read back",
    async (kv, batch, context, kvBits, held) => {
      const child = await serve([
        ...TINY,
        "--no-join",
        "--kv-bits",
        kv,
        "--max-batch",
        batch,
        "--max-context",
        context,
      ]);
      await child.ready();
      const { knobs, capacity } = await health(child);
      expect(knobs).toEqual({
        kv_bits: { requested: kvBits, effective: kvBits, source: "engine" },
        max_batch: { requested: Number(batch), effective: Number(batch), source: "engine" },
        max_context: { requested: Number(context), effective: held, source: "engine" },
      });
      expect(capacity).toMatchObject({ max_concurrency: Number(batch), max_context: Number(context), kv_bits: kvBits });
      expect(capacity.tokens_per_second_estimate).toBeGreaterThan(0);
      expect((await Promise.all([ask(child), ask(child)])).map(({ status }) => status)).toEqual([200, 200]);
    },
  );

  test("TA1 A6 unset knobs: one at a time, no KV bits, the default cap lowered to the trained context", async () => {
    const child = await serve([...TINY, "--no-join"]);
    await child.ready();
    const { knobs, capacity } = await health(child);
    expect(knobs.kv_bits).toEqual({ requested: null, effective: null, source: "engine" });
    expect(knobs.max_batch).toEqual({ requested: null, effective: 1, source: "engine" });
    expect(capacity).toMatchObject({ max_concurrency: 1, max_context: 8192, kv_bits: null });
    expect(child.output()).toContain("context cap lowered to 8192 tokens");
  });
});

describe("completions", () => {
  test("A15 TA17 the official client streams and does not, with equal counts and printable text", async () => {
    const child = await serve([...TINY, "--no-join", "--max-context", "1000"]);
    await child.ready();
    const client = new OpenAI({ baseURL: `${child.url}/v1`, apiKey: "none" });
    const messages = [{ role: "user" as const, content: "Count from one to sixty in words." }];
    const common = { model: "practice/tiny-2mb", messages, max_tokens: 24, temperature: 0 };
    const plain = await client.chat.completions.create(common);
    const deltas: string[] = [];
    let usage: OpenAI.CompletionUsage | null | undefined;
    for await (const chunk of await client.chat.completions.create({ ...common, stream: true })) {
      const content = chunk.choices[0]?.delta.content;
      if (content) deltas.push(content);
      usage = chunk.usage ?? usage;
    }
    expect(deltas).toHaveLength(24);
    expect(deltas.join("")).toBe(plain.choices[0]?.message.content);
    expect(deltas.join("")).toMatch(/^[ a-z0-9]+$/);
    expect(usage).toEqual(plain.usage);
    expect(usage?.completion_tokens).toBe(24);
    expect(plain.choices[0]?.finish_reason).toBe("length");
    expect((await client.models.list()).data.map(({ id }) => id)).toEqual(["practice/tiny-2mb"]);
  });

  test("A11 a prompt of exactly the cap passes, one token more is refused", async () => {
    const probe = await serve([...TINY, "--no-join", "--max-context", "1000"]);
    await probe.ready();
    const count = (await (await ask(probe)).json()).usage.prompt_tokens;
    const child = await serve([...TINY, "--no-join", "--max-context", String(count)]);
    await child.ready();
    const passed = await (await ask(child)).json();
    expect(passed.choices[0].finish_reason).toBe("length");
    expect(passed.usage.prompt_tokens).toBe(count);
    const refused = await ask(child, { messages: [{ role: "user", content: "probe probe probe" }] });
    expect(refused.status).toBe(413);
    expect((await refused.json()).error.message).toContain(String(count + 1));
  });

  test("A11 a generation filling the cap keeps its whole prompt", async () => {
    const child = await serve([...TINY, "--no-join", "--max-context", "512"]);
    await child.ready();
    const content = Array.from({ length: 460 }, () => "probe").join(" ");
    const body = await (await ask(child, { messages: [{ role: "user", content }], max_tokens: 400 })).json();
    expect(body.choices[0].finish_reason).toBe("length");
    expect(body.usage.total_tokens).toBe(512);
  });

  test("M14 every request pays its own prefill", async () => {
    const child = await serve([...TINY, "--no-join", "--max-context", "2000"]);
    await child.ready();
    const answerTo = async (first: string) => {
      const content = [first, ...Array.from({ length: 1500 }, () => "probe")].join(" ");
      const messages = [{ role: "user", content }];
      return (await ask(child, { messages })).json();
    };
    // Two prompts nobody sent before, so that one slowed by the machine is not what the repeated one is held against.
    const fresh = [await answerTo("one"), await answerTo("two")];
    const again = await answerTo("two");
    expect(again.usage.prompt_tokens_details.cached_tokens).toBe(0);
    expect(again.timings.prompt_ms).toBeGreaterThan(Math.min(...fresh.map(({ timings }) => timings.prompt_ms)) / 10);
  });
});

describe("stop", () => {
  test("A16 TA18 SIGTERM in mid-request lets it end, refuses new ones with 503, exit 0", async () => {
    const child = await serve([...TINY, "--no-join", "--max-context", "8000"]);
    await child.ready();
    const running = await ask(child, { stream: true, max_tokens: 7000 });
    child.kill("SIGTERM");
    let refused = await fetch(`${child.url}/v1/models`);
    while (refused.status === 200) refused = await fetch(`${child.url}/v1/models`);
    expect(refused.status).toBe(503);
    expect((await ask(child)).status).toBe(503);
    expect(await running.text()).toMatch(/data: \[DONE\]\n\n$/);
    expect(await child.code()).toBe(0);
    expect(readdirSync(child.stateDir)).toEqual([]);
  });

  test("A16 what outlives the drain time is cancelled without DONE, exit 0", async () => {
    const child = await serve([...TINY, "--no-join", "--max-context", "8000", "--drain-timeout", "0"]);
    await child.ready();
    const running = await ask(child, { stream: true, max_tokens: 7000 });
    child.kill("SIGTERM");
    expect(await running.text()).not.toContain("[DONE]");
    expect(await child.code()).toBe(0);
  });

  test("A26 TA24 the run file is private while serving; killing the group leaves no process and no listener", async () => {
    const port = await freePort();
    const child = await serve([...TINY, "--no-join"], {}, port);
    await child.ready();
    const path = join(child.stateDir, `serve-${port}.json`);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(path, "utf8"))).toMatchObject({
      pid: child.process.pid,
      start_time: child.process.startTime,
      argv: child.process.argv,
    });
    child.kill("SIGKILL");
    await child.code();
    expect(await listGroup(child.process.pid)).toEqual([]);
    expect(await portOwner(port)).toBeNull();
  });
});

describe("joining", () => {
  async function agentSocket(stateDir: string) {
    const { folder, path } = localSocketPath(stateDir);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const lines: { type: string; port?: number; state?: string }[] = [];
    const server = createServer((socket) => {
      let text = "";
      socket.on("error", () => undefined);
      socket.on("data", (chunk) => {
        text += chunk.toString();
        for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n")) {
          lines.push(JSON.parse(text.slice(0, at)));
          text = text.slice(at + 1);
          server.emit("line");
        }
      });
    });
    server.listen(path);
    await once(server, "listening");
    return { server, lines };
  }

  test("A20 A23 TA12 without --no-join the provider registers once and says goodbye", async () => {
    const child = await serve(TINY);
    const agent = await agentSocket(child.stateDir);
    if (agent.lines.length === 0) await once(agent.server, "line");
    child.kill("SIGTERM");
    expect(await child.code()).toBe(0);
    expect(agent.lines).toMatchObject([{ type: "provider", port: expect.any(Number) }, { state: "goodbye" }]);
    agent.server.close();
  });

  test("A20 A21 TA12 TA13 with --no-join nothing is ever sent, and the API answers", async () => {
    const child = await serve([...TINY, "--no-join"]);
    const agent = await agentSocket(child.stateDir);
    await child.ready();
    expect((await fetch(`${child.url}/v1/models`)).status).toBe(200);
    child.kill("SIGTERM");
    expect(await child.code()).toBe(0);
    expect(agent.lines).toEqual([]);
    agent.server.close();
    expect(dirname(localSocketPath(child.stateDir).path)).not.toBe(child.stateDir);
  });
});
