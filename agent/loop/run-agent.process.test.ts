import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { type OwnedProcess, startProcess } from "../host/process.ts";
import { isProcessAlive } from "../host/process-list.ts";
import { wait } from "../host/wait.ts";
import { openStore } from "../store/open-store.ts";
import { findRun, trialsOf } from "../store/tune-store.ts";
import { type PlaneServer, startPlaneServer } from "../test/fixtures/plane-server.ts";
import { testStateDir } from "../test/fixtures/test-agent.ts";
import { askAgent } from "./local-socket.ts";

const AGENT = join(import.meta.dirname, "..", "test", "fixtures", "agent-process.ts");

async function startAgent(stateDir: string, plane: PlaneServer): Promise<OwnedProcess> {
  const argv = [process.execPath, AGENT, stateDir, plane.url, plane.joinToken];
  const result = await startProcess({ argv, env: { PATH: "/usr/bin:/bin" } });
  if (result.kind === "failed") throw new Error(result.reason);
  const { process: agent } = result;
  onTestFinished(async () => {
    if (!agent.hasExited()) process.kill(agent.pid, "SIGKILL");
    await agent.exited;
  });
  return agent;
}

async function holdingTune(): Promise<{
  plane: PlaneServer;
  stateDir: string;
  agent: OwnedProcess;
  jobId: string;
  runId: string;
}> {
  const plane = await startPlaneServer();
  onTestFinished(() => plane.close());
  const stateDir = testStateDir();
  const agent = await startAgent(stateDir, plane);
  const job = { jobId: randomUUID(), runId: randomUUID(), fence: "1.1", models: ["test/one", "test/two", "test/hold"] };
  plane.push(await plane.offerTune(job));
  await plane.until(() => plane.events.filter((event) => event.type === "job.trial").length === 3);
  return { plane, stateDir, agent, jobId: job.jobId, runId: job.runId };
}

async function untilGone(pid: number): Promise<void> {
  while (await isProcessAlive(pid, null)) await wait(20);
}

const childPid = (stateDir: string, runId: string): number =>
  Number(readFileSync(join(stateDir, `child-${runId}`), "utf8"));

test("B123 kill -9 of the agent keeps every stored trial, ends the child, and the next start reports interrupted once", async () => {
  const { plane, stateDir, agent, jobId, runId } = await holdingTune();
  process.kill(agent.pid, "SIGKILL");
  await agent.exited;
  await untilGone(childPid(stateDir, runId));

  await startAgent(stateDir, plane);
  await plane.until(() => plane.events.some((event) => event.type === "job.finished"));
  const finished = plane.events.filter((event) => event.type === "job.finished");
  expect(finished.map((event) => event.job)).toEqual([jobId]);
  expect(finished[0]?.body).toMatchObject({
    outcome: "failed",
    exitReason: "interrupted",
    tune: { runId, endedAt: null, exitReason: "interrupted" },
  });
  expect(plane.events.filter((event) => event.type === "job.trial")).toHaveLength(3);
  const store = openStore(stateDir);
  expect(findRun(store, runId)).toMatchObject({ exitReason: "interrupted", endedAt: null });
  expect(trialsOf(store, runId)).toHaveLength(3);
  store.close();
});

test("F2 kill -9 before the job's end was taken in still delivers it exactly once", async () => {
  const plane = await startPlaneServer();
  onTestFinished(() => plane.close());
  const stateDir = testStateDir();
  const agent = await startAgent(stateDir, plane);
  const job = { jobId: randomUUID(), runId: randomUUID(), fence: "1.1", models: ["test/one"] };
  await plane.until(() => plane.events.some((event) => event.type === "agent.started"));
  for (let count = 0; count < 100; count += 1) {
    plane.faults.push({ path: "events", kind: "refuse", status: 503, code: "storage_busy" });
  }
  plane.push(await plane.offerTune(job));
  await plane.until(() =>
    plane.calls.some((call) => call.path === "events" && JSON.stringify(call.body).includes("job.finished")),
  );
  process.kill(agent.pid, "SIGKILL");
  await agent.exited;
  plane.faults.length = 0;

  await startAgent(stateDir, plane);
  await plane.until(() => plane.events.some((event) => event.type === "job.finished"));
  expect(plane.events.filter((event) => event.type === "job.finished").map((event) => event.body)).toMatchObject([
    { outcome: "succeeded", exitReason: "ok" },
  ]);
});

test("B127 BL4 kill -9 between a long trial's blob and its event loses neither, and sends the bytes once", async () => {
  const plane = await startPlaneServer();
  onTestFinished(() => plane.close());
  const stateDir = testStateDir();
  const agent = await startAgent(stateDir, plane);
  const job = { jobId: randomUUID(), runId: randomUUID(), fence: "1.1", models: ["test/long", "test/hold"] };
  await plane.until(() => plane.events.some((event) => event.type === "agent.started"));
  for (let count = 0; count < 1000; count += 1) {
    plane.faults.push({ path: "events", kind: "refuse", status: 503, code: "storage_busy" });
  }
  plane.push(await plane.offerTune(job));
  await plane.until(() => plane.blobs.size === 1);
  process.kill(agent.pid, "SIGKILL");
  await agent.exited;
  await untilGone(childPid(stateDir, job.runId));
  expect(plane.events.filter((event) => event.type === "job.trial")).toEqual([]);
  plane.faults.length = 0;

  await startAgent(stateDir, plane);
  await plane.until(() => plane.events.some((event) => event.type === "job.finished"));
  const trials = plane.events.filter((event) => event.bodyBlob !== undefined);
  expect(trials.map(({ type, sent }) => [type, sent])).toEqual([["job.trial", 1]]);
  expect(trials[0]?.body).toMatchObject({ trial: { model: "test/long", replicates: [{ index: 0 }] } });
  expect(JSON.stringify(trials[0]?.body)).toContain(",240980000]");
  expect(plane.calls.filter(({ path, body }) => path === "blobs" && body === "PUT")).toHaveLength(1);
});

test("ID5 a second agent on the same state folder is refused", async () => {
  const { plane, stateDir } = await holdingTune();
  const second = await startAgent(stateDir, plane);
  expect((await second.exited).code).toBe(75);
});

test("TR1 the local socket says who the agent is, and stop ends it with its tune", async () => {
  const { plane, stateDir, agent, jobId, runId } = await holdingTune();
  const hello = await askAgent(stateDir, { type: "hello" }, 30_000);
  expect(hello).toMatchObject({
    ok: true,
    pid: agent.pid,
    stateDir,
    consoleUrl: plane.url,
    job: { job: jobId, kind: "tune", workId: runId },
  });
  expect(await askAgent(stateDir, { type: "stop" }, 30_000)).toEqual({ ok: true });
  expect((await agent.exited).code).toBe(0);
  expect(plane.events.find((event) => event.type === "job.finished")?.body).toMatchObject({
    exitReason: "interrupted",
  });
});

test("EN6 the next console takes the agent over by its socket, with a fresh token where it does not know it", async () => {
  const { plane, stateDir, agent } = await holdingTune();
  const next = await startPlaneServer();
  onTestFinished(() => next.close());
  await plane.close();
  await askAgent(stateDir, { type: "console", url: next.url, joinToken: next.joinToken }, 2000);
  await next.until(() => next.calls.some((call) => call.path === "poll"));
  expect(next.calls.map((call) => call.path)).toContain("join");
  expect(agent.hasExited()).toBe(false);
});
