import { randomUUID } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { isPortFree } from "../../host/port-owner.ts";
import { listGroup } from "../../host/process-list.ts";
import { systemClock } from "../../host/system-clock.ts";
import { wait } from "../../host/wait.ts";
import { freePort } from "../../test/free-port.ts";
import { fixtureBinary } from "../../test/tune-harness.ts";
import { httpGet } from "./http-get.ts";
import { dropOldLogs } from "./provider-log.ts";
import { createProviderRunner, type ProviderPlace, type ProviderRunner } from "./provider-runner.ts";
import { type ReadyRequest, waitReady } from "./wait-ready.ts";

const KNOBS = { kvBits: null, maxBatch: null, maxContext: null };
const AIM = { model: "org/a", knobs: KNOBS };

async function runnerOf(provider: string, change: Partial<ProviderPlace> = {}) {
  const logFolder = mkdtempSync(join(tmpdir(), "espalier-log-"));
  const port = await freePort();
  const runner = createProviderRunner({
    binary: fixtureBinary(provider),
    env: { PATH: "/usr/bin:/bin" },
    port,
    logFolder,
    lock: { nameCandidate: () => undefined },
    mayForceKill: true,
    stopGraceMs: 300,
    wallMs: () => 1_700_000_000_000,
    newId: randomUUID,
    onText: () => undefined,
    ...change,
  });
  onTestFinished(async () => {
    const live = runner.live();
    if (live !== null && !live.hasExited()) process.kill(-live.pid, "SIGKILL");
  });
  return { runner, port, logFolder };
}

function ready(runner: ProviderRunner, change: Partial<ReadyRequest> = {}) {
  return waitReady({
    runner,
    port: runner.port,
    clock: systemClock,
    signal: new AbortController().signal,
    weightsBytes: null,
    cachedBytes: () => 0,
    deadlineMs: 20_000,
    ...change,
  });
}

/** Resolves once something listens on the port, whatever it says. */
async function answering(port: number): Promise<void> {
  while ((await httpGet({ port, path: "/v1/models", timeoutMs: 5000 })).status === null) await wait(20);
}

test("TB34, B21 a missing binary fails without any waiting, leaves a log note and nothing running", async () => {
  const { runner, logFolder } = await runnerOf("x", { binary: ["/nowhere/espalier"] });
  // No timer ends any more, so whatever waited a moment would wait for ever.
  vi.useFakeTimers({ toFake: ["setTimeout", "setInterval"] });
  onTestFinished(() => void vi.useRealTimers());
  const result = await runner.start(AIM);
  expect(result.kind).toBe("failed");
  expect(vi.getTimerCount()).toBe(0);
  expect(readdirSync(logFolder)).toHaveLength(1);
  expect(runner.live()).toBeNull();
});

test("TB35 a stub that answers 200 and exits is processExited or ready, never timeout", async () => {
  const { runner } = await runnerOf("provider-exits-after-ready.ts");
  await runner.start(AIM);
  expect(["processExited", "ready"]).toContain((await ready(runner)).kind);
});

test("B22 a provider that never becomes ready times out with the last error, and an abort ends the wait", async () => {
  const { runner, port } = await runnerOf("provider-never-ready.ts");
  await runner.start(AIM);
  await answering(port);
  expect(await ready(runner, { deadlineMs: 600 })).toEqual({ kind: "timeout", lastError: "HTTP 503" });
  const controller = new AbortController();
  const waiting = ready(runner, { signal: controller.signal });
  controller.abort();
  expect(await waiting).toEqual({ kind: "aborted" });
  expect(await runner.stop()).toEqual({ kind: "stopped" });
});

test("B22 growth of the model's cache restarts the deadline", async () => {
  const { runner } = await runnerOf("provider-never-ready.ts");
  await runner.start(AIM);
  let nowMs = 0;
  let looks = 0;
  const monoMs = () => {
    nowMs += 100;
    return nowMs;
  };
  const cachedBytes = () => {
    looks += 1;
    return Math.min(looks, 4);
  };
  const result = await ready(runner, { clock: { wallMs: () => nowMs, monoMs }, deadlineMs: 250, cachedBytes });
  expect(result.kind).toBe("timeout");
  expect(looks).toBeGreaterThan(5);
});

test("B23 an answer from a process outside the provider's group is not ready", async () => {
  const { runner, port } = await runnerOf("provider-ready.ts");
  const foreign = createServer((request, response) => {
    response.end(request.url === "/v1/health" ? JSON.stringify({ pid: process.pid }) : "{}");
  });
  await new Promise<void>((resolve) => foreign.listen(port, "127.0.0.1", resolve));
  onTestFinished(() => void foreign.close());
  const { binary } = { binary: fixtureBinary("provider-never-ready.ts") };
  const other = await runnerOf("x", { binary, port: await freePort() });
  await other.runner.start(AIM);
  const result = await ready(other.runner, { port, deadlineMs: 300 });
  expect(result).toMatchObject({ kind: "timeout", lastError: expect.stringContaining(`pid ${process.pid}`) });
  expect(runner.live()).toBeNull();
});

test("B24, B19 stop frees the port, a second start names the pid, stop without a start is stopped", async () => {
  const { runner, port } = await runnerOf("provider-ready.ts");
  expect(await runner.stop()).toEqual({ kind: "stopped" });
  const started = await runner.start(AIM);
  expect((await ready(runner)).kind).toBe("ready");
  const pid = started.kind === "started" ? started.pid : 0;
  expect(await runner.start(AIM)).toEqual({ kind: "refused", reason: `already running pid ${pid}` });
  expect(await runner.stop()).toEqual({ kind: "stopped" });
  expect(await isPortFree(port)).toBe(true);
});

test("TB68, B25 a child that ignores SIGTERM is stopped_forced and its group is gone", async () => {
  const { runner } = await runnerOf("provider-ignores-sigterm.ts");
  const started = await runner.start(AIM);
  expect((await ready(runner)).kind).toBe("ready");
  expect(await runner.stop()).toEqual({ kind: "stopped_forced" });
  expect(await listGroup(started.kind === "started" ? started.pid : 0)).toEqual([]);
});

test("TB68, B25, TB36 with --no-force-kill the same child is stuck, and a stuck runner refuses a start", async () => {
  const { runner } = await runnerOf("provider-ignores-sigterm.ts", { mayForceKill: false });
  const started = await runner.start(AIM);
  expect((await ready(runner)).kind).toBe("ready");
  const pid = started.kind === "started" ? started.pid : 0;
  expect(await runner.stop()).toEqual({ kind: "stuck", pid });
  expect(await runner.start(AIM)).toMatchObject({ kind: "refused" });
  expect(await listGroup(pid)).toHaveLength(1);
});

test("TB38 two starts in one second have distinct log files", async () => {
  const { runner, logFolder } = await runnerOf("provider-ready.ts");
  for (let turn = 0; turn < 2; turn += 1) {
    await runner.start(AIM);
    await ready(runner);
    await runner.stop();
  }
  const names = readdirSync(logFolder);
  expect(names).toHaveLength(2);
  for (const name of names) expect(name).toMatch(/^org-a-\d+-1700000000-[0-9a-f]{8}\.log$/);
});

test("B20 output of both streams is teed to a log of a safe name, and logs older than 30 days go", async () => {
  const { runner, logFolder, port } = await runnerOf("provider-ready.ts", {
    binary: fixtureBinary("provider-ready.ts", ["--stderr=said on stderr"]),
  });
  await runner.start({ model: "org/ü b:Q4", knobs: AIM.knobs });
  await ready(runner);
  await runner.stop();
  const [name = ""] = readdirSync(logFolder);
  expect(name).toMatch(new RegExp(`^org---b-Q4-${port}-1700000000-[0-9a-f]{8}\\.log$`));
  expect(readFileSync(join(logFolder, name), "utf8")).toContain("said on stderr");
  const nowMs = statSync(join(logFolder, name)).mtimeMs;
  dropOldLogs(logFolder, nowMs + 30 * 86_400_000 - 1000);
  expect(readdirSync(logFolder)).toEqual([name]);
  dropOldLogs(logFolder, nowMs + 30 * 86_400_000 + 1000);
  expect(readdirSync(logFolder)).toEqual([]);
});
