import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { basename, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { listGroup, listProcesses, readProcess } from "../host/process-list.ts";
import { wait } from "../host/wait.ts";
import { type StandIn, standIn } from "../test/fixtures/engine-child.ts";
import { type ServeChild, startServe } from "../test/fixtures/engine-serve.ts";
import { writeGgufFile, writeMlxFolder } from "../test/fixtures/engine-table.ts";
import { freePort } from "../test/free-port.ts";

const children: ServeChild[] = [];
let stand: StandIn;
let model: string;
beforeEach(async () => {
  stand = standIn("llama-server");
  model = await writeGgufFile(stand.folder);
});
afterEach(async () => {
  for (const child of children.splice(0)) await child.dispose();
  stand.dispose();
});

type Start = { readonly args?: readonly string[]; readonly port?: number; readonly stateDir?: string };

async function serve({ args = [], port, stateDir }: Start = {}): Promise<ServeChild> {
  const engine = ["--engine", "llama-server", "--engine-bin", stand.binary, "--max-context", "2000"];
  const child = await startServe({
    args: ["--model", model, ...engine, ...args],
    port: port ?? (await freePort()),
    env: { ...stand.env },
    ...(stateDir === undefined ? {} : { stateDir }),
  });
  children.push(child);
  return child;
}

const health = async (child: ServeChild) => (await fetch(`${child.url}/v1/health`)).json();

const ask = (child: ServeChild) =>
  fetch(`${child.url}/v1/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ messages: [{ role: "user", content: "probe" }], max_tokens: 4 }),
  });

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await wait(20);
}

const guardOf = async (pid: number) =>
  (await listProcesses()).find(({ argv, parentPid }) => parentPid === pid && argv.at(-1) === "engine-guard");

describe("preflight", () => {
  test.each([
    ["a bad knob", ["--kv-bits", "7"], "--kv-bits 7 invalid; must be 4 or 8\n"],
    [
      "an engine that is not there",
      ["--engine-bin", "/nowhere/llama"],
      "--engine-bin /nowhere/llama must be executable\n",
    ],
  ])("A7 A8 %s is refused before the port is looked at", async (_title, args, message) => {
    const taken = createServer();
    taken.listen(0, "127.0.0.1");
    await once(taken, "listening");
    const address = taken.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const child = await serve({ args, port });
    expect(await child.code()).toBe(2);
    expect(child.output()).toBe(message);
    taken.close();
  });

  test("A7 a knob the loaded model cannot take never surfaces during inference", async () => {
    const child = await serve({ args: ["--kv-bits", "8", "--max-batch", "2"] });
    await child.ready();
    expect((await ask(child)).status).toBe(200);
    expect((await health(child)).knobs.kv_bits).toEqual({ requested: 8, effective: null, source: "unknown" });
  });
});

describe("joining", () => {
  test("A22 with and without --no-join the routes, bodies and exit codes are the same", async () => {
    const shapes = [];
    for (const args of [["--no-join"], []]) {
      const child = await serve({ args });
      await child.ready();
      const answer = await ask(child);
      const body = await answer.json();
      const state = await health(child);
      const models = await (await fetch(`${child.url}/v1/models`)).json();
      child.kill("SIGTERM");
      shapes.push({
        status: answer.status,
        keys: Object.keys(body),
        text: body.choices[0].message.content,
        health: Object.keys(state),
        models: models.data.length,
        code: await child.code(),
      });
    }
    expect(shapes[1]).toEqual(shapes[0]);
    expect(shapes[0]).toMatchObject({ status: 200, code: 0, models: 1 });
  });
});

describe("leftovers", () => {
  test("A27 the executable is called espalier, so that a provider is found by name", async () => {
    const child = await serve();
    await child.ready();
    const argv = (await readProcess(child.process.pid))?.argv ?? [];
    const at = argv.findIndex((part) => basename(part) === "espalier");
    expect(argv[at + 1]).toBe("serve");
  });

  test("A26 serve killed alone takes its engine with it", async () => {
    const child = await serve();
    await child.ready();
    const { engine_start: started } = await health(child);
    process.kill(child.process.pid, "SIGKILL");
    await child.code();
    await until(async () => (await listGroup(started.pid)).length === 0);
  });

  test("A26 with the guard gone too, the next serve on the port stops what was left, and nothing else", async () => {
    const port = await freePort();
    const first = await serve({ port });
    await first.ready();
    const { engine_start: started } = await health(first);
    const guard = await guardOf(first.process.pid);
    expect(guard).toBeDefined();
    if (guard !== undefined) process.kill(guard.pid, "SIGKILL");
    process.kill(first.process.pid, "SIGKILL");
    await first.code();
    const file = join(first.stateDir, `serve-${port}.json`);
    expect(JSON.parse(readFileSync(file, "utf8")).engine_pid).toBe(started.pid);
    expect(await listGroup(started.pid)).toHaveLength(1);
    const second = await serve({ port, stateDir: first.stateDir });
    await second.ready();
    expect(second.output()).toContain("stopped engine of a dead serve process");
    expect(await listGroup(started.pid)).toEqual([]);
    const next = (await health(second)).engine_start.pid;
    expect(await listGroup(next)).toHaveLength(1);
    second.kill("SIGTERM");
    expect(await second.code()).toBe(0);
    expect(existsSync(file)).toBe(false);
  });

  test("A16 a stop during the load ends the engine, exit 0", async () => {
    stand.misbehave({ hangsInLoad: true });
    const child = await serve();
    await until(async () => (await health(child).catch(() => null))?.engine_start?.pid !== undefined);
    const { engine_start: started, state } = await health(child);
    expect(state).toBe("unavailable");
    child.kill("SIGTERM");
    expect(await child.code()).toBe(0);
    expect(await listGroup(started.pid)).toEqual([]);
  });
});

describe("clocks", () => {
  test("A46 a decode clock that tells another story than ours is flagged and said once", async () => {
    stand.misbehave({ msPerToken: 15, clockFactor: 3 });
    const child = await serve();
    await child.ready();
    for (let turn = 0; turn < 2; turn++) expect((await ask(child)).status).toBe(200);
    const { counters } = await health(child);
    expect(counters).toMatchObject({ is_clock_flagged: true });
    expect(counters.decode_ms).toBeGreaterThan(counters.own_decode_ms);
    expect(child.output().match(/decode clock and ours differ by/g)).toHaveLength(1);
  });
});

describe("models", () => {
  test("A50 an engine without that form of a model ends with status 1", async () => {
    model = "practice/tiny-2mb";
    const child = await serve({ args: ["--engine", "mlx_lm.server"] });
    expect(await child.code()).toBe(1);
    expect(child.output()).toContain("model practice/tiny-2mb has no MLX form");
  });

  test("A60 A62 the log shows the estimate with its arithmetic, by the model's own header", async () => {
    stand.dispose();
    stand = standIn("mlx_lm.server");
    model = writeMlxFolder(stand.folder);
    const child = await serve({ args: ["--engine", "mlx_lm.server", "--engine-bin", stand.binary] });
    await child.ready();
    expect(child.output()).toContain(
      "memory estimate: weights 64 + KV cache 2048000 + reserve 536870912 = 538918976 bytes of unknown: unknown",
    );
    const { fit } = await health(child);
    expect(fit).toMatchObject({
      weights_bytes: 64,
      kv_cache_bytes: 2_048_000,
      need_bytes: 538_918_976,
      verdict: "unknown",
    });
  });
});
