import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { takeTuneLock } from "../autotune/lock/tune-lock.ts";
import { type OwnedProcess, type ProcessExit, startProcess } from "../host/process.ts";
import { readProcess } from "../host/process-list.ts";
import { ESPALIER_BINARY } from "../host/state-dir.ts";
import { openStore } from "../store/open-store.ts";
import { pendingEvents } from "../store/outbox.ts";
import { startStubServer } from "../test/stub-server.ts";

const freshDir = (): string => mkdtempSync(join(tmpdir(), "espalier-probe-"));
const FAST = [{ ttftMs: 20, tpotMs: 2, tokens: 32 }];

interface Running {
  readonly child: OwnedProcess;
  readonly out: () => string;
  readonly err: () => string;
}

async function start(stateDir: string, ...args: string[]): Promise<Running> {
  const text = { stdout: "", stderr: "" };
  const argv = [process.execPath, ESPALIER_BINARY, "probe", "--state-dir", stateDir, ...args];
  const started = await startProcess({
    argv,
    env: { PATH: "/usr/bin:/bin", HOME: stateDir },
    output: "pipe",
    onOutput: (chunk, stream) => {
      text[stream] += chunk.toString("utf8");
    },
  });
  if (started.kind === "failed") throw new Error(started.reason);
  const child = started.process;
  onTestFinished(async () => {
    if (!child.hasExited()) process.kill(child.pid, "SIGKILL");
    await child.exited;
  });
  return { child, out: () => text.stdout, err: () => text.stderr };
}

async function run(stateDir: string, ...args: string[]): Promise<ProcessExit & { out: string; err: string }> {
  const running = await start(stateDir, ...args);
  const exit = await running.child.exited;
  return { ...exit, out: running.out(), err: running.err() };
}

const Document = z.looseObject({
  exit_reason: z.string(),
  profile: z.string(),
  levels: z.array(
    z.looseObject({
      ok: z.int(),
      ttft: z.looseObject({ n: z.int() }),
      requests: z.array(z.looseObject({ metrics: z.looseObject({ n_out: z.int() }).nullable() })),
    }),
  ),
});

function rowsOf(stateDir: string): { runs: number; requests: number; events: string[] } {
  const store = openStore(stateDir);
  const count = (table: string) => Number(store.db.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.["n"]);
  const rows = {
    runs: count("probe_runs"),
    requests: count("probe_requests"),
    events: pendingEvents(store).map(({ type }) => type),
  };
  store.close();
  return rows;
}

test("measurement.md section 7: probe --json prints one object, stores its rows and sends nothing without a console", async () => {
  const stub = await startStubServer({ delays: FAST });
  const stateDir = freshDir();
  const { code, out } = await run(stateDir, "--url", `http://127.0.0.1:${stub.port}`, "--json");
  expect(code).toBe(0);
  expect(out.trim().split("\n")).toHaveLength(1);
  const document = Document.parse(JSON.parse(out));
  expect(document).toMatchObject({ exit_reason: "ok", profile: "quick@1" });
  expect(document.levels).toMatchObject([{ ok: 3, ttft: { n: 3 } }]);
  expect(document.levels[0]?.requests.map(({ metrics }) => metrics?.n_out ?? null)).toEqual([null, 32, 32, 32]);
  expect(out).not.toContain("tøken");
  expect(rowsOf(stateDir)).toEqual({ runs: 1, requests: 4, events: [] });
});

test("it finds the provider by the run file of a living process and prints what a person reads", async () => {
  const stub = await startStubServer({ delays: FAST });
  const stateDir = freshDir();
  const row = await readProcess(stub.pid);
  const file = { pid: stub.pid, start_time: row?.startTime, argv: [], cwd: "/", port: stub.port };
  writeFileSync(join(stateDir, `serve-${stub.port}.json`), JSON.stringify(file));
  const { code, out } = await run(stateDir);
  expect(code).toBe(0);
  expect(out).toContain(`probe quick@1 of stub/model (stub 1.0.0) on port ${stub.port}`);
  expect(out).toMatch(/first token: \d+ ms median of 3, max of 3/);
  expect(out).not.toContain("p95");
});

test("a leftover run file of a dead process names no provider: exit 1 with the way out, nothing written", async () => {
  const stateDir = freshDir();
  const file = { pid: 999_999, start_time: "x:1", argv: [], cwd: "/", port: 1 };
  writeFileSync(join(stateDir, "serve-1.json"), JSON.stringify(file));
  const { code, err } = await run(stateDir);
  expect(code).toBe(1);
  expect(err).toBe(
    `error: no provider is serving from ${stateDir}\nfix: espalier serve --model ID, or name one with --url\n`,
  );
});

test("B100 it refuses while a tune run holds the machine, and measures nothing", async () => {
  const stub = await startStubServer({ delays: FAST });
  const stateDir = freshDir();
  const lock = await takeTuneLock(stateDir, "11111111-1111-4111-8111-111111111111");
  if (lock.kind === "busy") throw new Error("the lock is free");
  const { code, err } = await run(stateDir, "--url", `http://127.0.0.1:${stub.port}`);
  lock.lock.release({ keepsCandidate: false });
  expect(code).toBe(75);
  expect(err).toContain(`a tune run holds this machine (pid ${process.pid})`);
  expect(await stub.requests()).toEqual([]);
});

test.each([
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const)(
  "%s ends it at once with %i, its row interrupted and the unfinished level without rows",
  async (name, code) => {
    const stub = await startStubServer({ delays: [{ ttftMs: 100_000, tpotMs: 1, tokens: 2 }] });
    const stateDir = freshDir();
    const running = await start(stateDir, "--url", `http://127.0.0.1:${stub.port}`);
    while ((await stub.requests()).length === 0) await new Promise((resolve) => setImmediate(resolve));
    process.kill(running.child.pid, name);
    expect(await running.child.exited).toMatchObject({ code });
    const store = openStore(stateDir);
    const row = store.db.prepare("SELECT exit_reason, ended_at_utc FROM probe_runs").get();
    store.close();
    expect(row).toMatchObject({ exit_reason: "interrupted", ended_at_utc: expect.any(String) });
    expect(rowsOf(stateDir).requests).toBe(0);
  },
);

test.each([
  [["--profile", "fast"], "--profile fast must be one of quick@1"],
  [["--url", "http://10.0.0.1:8080"], "--url http://10.0.0.1:8080 must be http://127.0.0.1:<port>"],
  [["--url", "here"], "--url here must be http://127.0.0.1:<port>"],
  [["--gaps", "random"], "--gaps random must be exponential or constant"],
  [["--load", "closed:0"], "--load closed:0 must be closed:<1 to 256> or open:<requests per second>"],
  [["--load", "open:1", "--prompt-tokens", "0"], "--prompt-tokens 0 must be >= 1"],
  [
    ["--load", "open:1", "--prompt-tokens", "9", "--max-tokens", "2001", "--requests", "1"],
    "--max-tokens 2001 must be <= 2000",
  ],
  [["--job", "1"], "--probe-id, --job and --fence are the agent's and go together"],
])("%j is a usage error, 64, before anything is opened", async (args, message) => {
  const stateDir = join(freshDir(), "never-made");
  const { code, err } = await run(stateDir, ...args);
  expect(code).toBe(64);
  expect(err).toContain(message);
});
