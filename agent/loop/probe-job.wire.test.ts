import { randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { takeTuneLock } from "../autotune/lock/tune-lock.ts";
import { startProcess } from "../host/process.ts";
import { readProcess } from "../host/process-list.ts";
import { ESPALIER_BINARY } from "../host/state-dir.ts";
import { openStore } from "../store/open-store.ts";
import { findProbe } from "../store/probe-rows.ts";
import { type PlaneServer, startPlaneServer } from "../test/fixtures/plane-server.ts";
import { startTestAgent, testAgentOptions, testStateDir } from "../test/fixtures/test-agent.ts";
import { type StubServer, startStubServer } from "../test/stub-server.ts";

interface Scene {
  readonly plane: PlaneServer;
  readonly stateDir: string;
}

async function scene(): Promise<Scene> {
  const plane = await startPlaneServer();
  const stateDir = testStateDir();
  const options = testAgentOptions(stateDir, { url: plane.url, joinToken: plane.joinToken });
  const agent = startTestAgent({ ...options, command: [process.execPath, ESPALIER_BINARY] });
  onTestFinished(async () => {
    await agent.stop();
    await plane.close();
  });
  return { plane, stateDir };
}

/** Leaves the run file of a serving process in the agent's state folder. */
async function serve(stateDir: string, stub: StubServer): Promise<void> {
  const row = await readProcess(stub.pid);
  const file = { pid: stub.pid, start_time: row?.startTime, argv: [], cwd: "/", port: stub.port };
  writeFileSync(join(stateDir, `serve-${stub.port}.json`), JSON.stringify(file));
}

async function offerProbe(plane: PlaneServer, change: object = {}): Promise<{ job: string; probeId: string }> {
  const probeId = randomUUID();
  const job = randomUUID();
  const params = { probe_id: probeId, target: "live", purpose: "measure", profile: "quick@1", ...change };
  const offer = { jobId: job, fence: "1.1", runId: randomUUID(), models: ["test/one"] };
  plane.push(await plane.offerTune({ ...offer, change: { kind: "probe", params } }));
  return { job, probeId };
}

const eventsOf = (plane: PlaneServer, job: string) => plane.events.filter((event) => event.job === job);
const typesOf = (plane: PlaneServer, job: string) => eventsOf(plane, job).map(({ type }) => type);
const untilType = (plane: PlaneServer, job: string, type: string) =>
  plane.until(() => typesOf(plane, job).includes(type));

const Finished = z.looseObject({ outcome: z.string(), exitReason: z.string(), message: z.string().nullable() });
const finishedOf = (plane: PlaneServer, job: string) =>
  Finished.parse(eventsOf(plane, job).find(({ type }) => type === "job.finished")?.body);

test("INV-11 M17 a probe job runs the command itself; its rows are stored here and sent, its raw requests included", async () => {
  const { plane, stateDir } = await scene();
  await serve(stateDir, await startStubServer({ delays: [{ ttftMs: 20, tpotMs: 2, tokens: 32 }] }));
  const { job, probeId } = await offerProbe(plane);
  await untilType(plane, job, "job.finished");
  expect(typesOf(plane, job)).toEqual([
    "job.received",
    "job.permitted",
    "job.started",
    "probe.started",
    "probe.level",
    "probe.finished",
    "job.finished",
  ]);
  expect(finishedOf(plane, job)).toMatchObject({ outcome: "succeeded", exitReason: "ok" });
  const store = openStore(stateDir);
  expect(findProbe(store, probeId)).toMatchObject({ exitReason: "ok", levels: [{ level: 0 }] });
  store.close();
});

test("a job that finds nothing serving ends with its reason and leaves no row", async () => {
  const { plane, stateDir } = await scene();
  const { job, probeId } = await offerProbe(plane);
  await untilType(plane, job, "job.finished");
  expect(finishedOf(plane, job)).toMatchObject({
    outcome: "failed",
    exitReason: "no_provider",
    message: `no provider is serving from ${stateDir}`,
  });
  const store = openStore(stateDir);
  expect(findProbe(store, probeId)).toBeNull();
  store.close();
});

test("CX1 M5 a cancel ends a waiting probe at once: row interrupted, job cancelled, lock free", async () => {
  const { plane, stateDir } = await scene();
  const stub = await startStubServer({ delays: [{ ttftMs: 500_000, tpotMs: 1, tokens: 2 }] });
  await serve(stateDir, stub);
  const { job, probeId } = await offerProbe(plane);
  while ((await stub.requests()).length === 0) await new Promise((resolve) => setImmediate(resolve));
  expect(typesOf(plane, job)).not.toContain("probe.level");
  plane.cancelled.add(job);
  await untilType(plane, job, "job.finished");
  expect(finishedOf(plane, job)).toMatchObject({ outcome: "cancelled", exitReason: "interrupted" });
  const store = openStore(stateDir);
  expect(findProbe(store, probeId)).toMatchObject({ exitReason: "interrupted", levels: [] });
  store.close();
  const lock = await takeTuneLock(stateDir, randomUUID());
  expect(lock.kind).toBe("held");
  if (lock.kind === "held") lock.lock.release({ keepsCandidate: false });
});

test.each([
  ["target candidate", { target: "candidate" }, "this version probes only what is live"],
  ["another purpose", { purpose: "verify" }, "this version cannot probe to verify"],
  ["no profile", { profile: undefined }, "a probe job names its profile in this version"],
  ["JK1 a URL", { url: "http://10.0.0.1" }, "Unrecognized key"],
])("INV-26 %s is refused as unsupported, nothing is measured", async (_title, change, detail) => {
  const { plane } = await scene();
  const { job } = await offerProbe(plane, change);
  await untilType(plane, job, "job.refused");
  const body = z.looseObject({ reason: z.string(), detail: z.string() });
  const refused = body.parse(eventsOf(plane, job).find(({ type }) => type === "job.refused")?.body);
  expect(refused.reason).toBe("unsupported");
  expect(refused.detail).toContain(detail);
  expect(typesOf(plane, job)).not.toContain("job.started");
});

test("ID5 a probe by hand on an enrolled Mac is uploaded in a stream of its own, without a job", async () => {
  const { plane, stateDir } = await scene();
  const stub = await startStubServer({ delays: [{ ttftMs: 20, tpotMs: 2, tokens: 32 }] });
  await serve(stateDir, stub);
  await plane.until(() => plane.events.some(({ type }) => type === "agent.started"));
  const argv = [process.execPath, ESPALIER_BINARY, "probe", "--state-dir", stateDir];
  const started = await startProcess({ argv, env: { PATH: "/usr/bin:/bin" } });
  if (started.kind === "failed") throw new Error(started.reason);
  await started.process.exited;
  await plane.until(() => plane.events.some(({ type }) => type === "probe.finished"));
  const own = plane.events.filter(({ type }) => type.startsWith("probe."));
  expect(own.map(({ type, job, seq }) => [type, job, seq])).toEqual([
    ["probe.started", undefined, 1],
    ["probe.level", undefined, 2],
    ["probe.finished", undefined, 3],
  ]);
});
