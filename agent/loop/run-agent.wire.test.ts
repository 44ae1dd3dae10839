import { randomUUID } from "node:crypto";
import { expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { openStore } from "../store/open-store.ts";
import { pendingEvents } from "../store/outbox.ts";
import { findRun, trialsOf, visitsOf } from "../store/tune-store.ts";
import { type PlaneServer, startPlaneServer } from "../test/fixtures/plane-server.ts";
import { startTestAgent, testAgentOptions, testStateDir } from "../test/fixtures/test-agent.ts";

interface Scene {
  plane: PlaneServer;
  stateDir: string;
  agent: ReturnType<typeof startTestAgent>;
}

async function scene(prepare: (plane: PlaneServer) => void = () => undefined): Promise<Scene> {
  const plane = await startPlaneServer();
  prepare(plane);
  const stateDir = testStateDir();
  const agent = startTestAgent(testAgentOptions(stateDir, { url: plane.url, joinToken: plane.joinToken }));
  onTestFinished(async () => {
    await agent.stop();
    await plane.close();
  });
  return { plane, stateDir, agent };
}

const typesOf = (plane: PlaneServer, job: string): string[] =>
  plane.events.filter((event) => event.job === job).map((event) => event.type);

const finishedOf = (plane: PlaneServer, job: string): unknown =>
  plane.events.find((event) => event.job === job && event.type === "job.finished")?.body;

const Finished = z.object({
  outcome: z.string(),
  exitReason: z.string(),
  tune: z.looseObject({ runId: z.string() }).nullable(),
});

async function tune(plane: PlaneServer, models: string[], fence = "1.1"): Promise<{ jobId: string; runId: string }> {
  const job = { jobId: randomUUID(), runId: randomUUID(), fence, models };
  plane.push(await plane.offerTune(job));
  return job;
}

const untilFinished = (plane: PlaneServer, job: string): Promise<void> =>
  plane.until(() => finishedOf(plane, job) !== undefined);

function readStored<T>(stateDir: string, read: (store: ReturnType<typeof openStore>) => T): T {
  const store = openStore(stateDir);
  try {
    return read(store);
  } finally {
    store.close();
  }
}

test("B123 INV-11 an offered tune is received, permitted, started and run by a child, its rows stored here and there", async () => {
  const { plane, stateDir } = await scene();
  const { jobId, runId } = await tune(plane, ["test/one", "test/two"]);
  await untilFinished(plane, jobId);

  const types = typesOf(plane, jobId).filter((type) => type !== "job.log" && type !== "job.progress");
  expect(types).toEqual(["job.received", "job.permitted", "job.started", "job.trial", "job.trial", "job.finished"]);
  expect(Finished.parse(finishedOf(plane, jobId))).toMatchObject({
    outcome: "succeeded",
    exitReason: "ok",
    tune: { runId },
  });
  const trials = readStored(stateDir, (store) => trialsOf(store, runId));
  expect(trials.map((trial) => [trial.model, trial.isKept])).toEqual([
    ["test/one", false],
    ["test/two", true],
  ]);
});

test("M20 B127 each visit is committed with its own event, before the run goes on to the row it belongs to", async () => {
  const { plane, stateDir } = await scene();
  const { jobId, runId } = await tune(plane, ["test/visit-one", "test/visit-two"]);
  await untilFinished(plane, jobId);
  const types = typesOf(plane, jobId).filter((type) => type === "job.visit" || type === "job.trial");
  expect(types).toEqual(["job.visit", "job.trial", "job.visit", "job.trial"]);
  expect(readStored(stateDir, (store) => visitsOf(store, runId)).map(({ seq }) => seq)).toEqual([1, 2]);
});

test("LE3 the first renew comes before anything is started", async () => {
  const { plane } = await scene((server) =>
    server.faults.push({ path: "renew", kind: "refuse", status: 503, code: "storage_busy" }),
  );
  const { jobId } = await tune(plane, ["test/one"]);
  await untilFinished(plane, jobId);
  const renews = plane.calls.filter((call) => call.path === "renew");
  expect(renews.length).toBeGreaterThanOrEqual(2);
  const started = plane.calls.findIndex(
    (call) => call.path === "events" && JSON.stringify(call.body).includes("job.started"),
  );
  const secondRenew = plane.calls.lastIndexOf(renews[1] ?? { path: "", body: null });
  expect(secondRenew).toBeLessThan(started);
});

test("INV-7 INV-8 events arrive once and without gaps although answers get lost", async () => {
  const { plane, stateDir, agent } = await scene((server) => {
    for (let count = 0; count < 4; count += 1) server.faults.push({ path: "events", kind: "cut" });
    server.faults.push({ path: "renew", kind: "cut" }, { path: "poll", kind: "cut" }, { path: "token", kind: "cut" });
  });
  const { jobId } = await tune(plane, ["test/one", "test/two", "test/three"]);
  await untilFinished(plane, jobId);
  await agent.stop();

  const ids = plane.events.map((event) => event.eventId);
  expect(new Set(ids).size).toBe(ids.length);
  expect(plane.events.some((event) => event.sent > 1)).toBe(true);
  const seqs = plane.events.filter((event) => event.job === jobId).map((event) => event.seq);
  expect(seqs).toEqual(seqs.map((_seq, index) => index + 1));
  expect(typesOf(plane, jobId).filter((type) => type === "job.trial")).toHaveLength(3);
  expect(readStored(stateDir, pendingEvents)).toEqual([]);
});

test("CX1 B125 a cancel on renew ends the run interrupted and the job cancelled", async () => {
  const { plane, stateDir } = await scene();
  const { jobId, runId } = await tune(plane, ["test/one", "test/hold"]);
  await plane.until(() => typesOf(plane, jobId).filter((type) => type === "job.trial").length === 2);
  plane.cancelled.add(jobId);
  await untilFinished(plane, jobId);
  expect(Finished.parse(finishedOf(plane, jobId))).toMatchObject({ outcome: "cancelled", exitReason: "interrupted" });
  const stored = readStored(stateDir, (store) => ({ run: findRun(store, runId), trials: trialsOf(store, runId) }));
  expect(stored.run).toMatchObject({ exitReason: "interrupted", endedAt: null });
  expect(stored.trials).toHaveLength(2);
});

test("LE5 a stale fence stops the work, and what was measured is still sent", async () => {
  const { plane } = await scene();
  const { jobId } = await tune(plane, ["test/one", "test/hold"], "7.1");
  await plane.until(() => typesOf(plane, jobId).filter((type) => type === "job.trial").length === 2);
  plane.staleFences.add("7.1");
  await untilFinished(plane, jobId);
  expect(Finished.parse(finishedOf(plane, jobId))).toMatchObject({ outcome: "failed", exitReason: "interrupted" });
  expect(typesOf(plane, jobId).filter((type) => type === "job.trial")).toHaveLength(2);
});

test("INV-14 the job stops by itself 15 s before its lease ends when no renew gets through", async () => {
  const { plane } = await scene((server) => {
    server.leaseMs = 60_000;
  });
  const { jobId } = await tune(plane, ["test/one", "test/hold"]);
  // The lease is short on this clock: a child that starts slowly may have no trial before it ends.
  await plane.until(() => typesOf(plane, jobId).includes("job.started"));
  for (let count = 0; count < 200; count += 1) {
    plane.faults.push({ path: "renew", kind: "refuse", status: 503, code: "storage_busy" });
  }
  await untilFinished(plane, jobId);
  expect(Finished.parse(finishedOf(plane, jobId))).toMatchObject({ outcome: "failed", exitReason: "interrupted" });
});

test("B123 a child that dies leaves the agent alive, and its job ends with internal_error", async () => {
  const { plane, stateDir } = await scene();
  const { jobId, runId } = await tune(plane, ["test/crash"]);
  await untilFinished(plane, jobId);
  expect(Finished.parse(finishedOf(plane, jobId))).toMatchObject({ outcome: "failed", exitReason: "internal_error" });
  expect(readStored(stateDir, (store) => findRun(store, runId))).toMatchObject({
    exitReason: "internal_error",
    endedAt: null,
  });
  const next = await tune(plane, ["test/one"]);
  await untilFinished(plane, next.jobId);
});

test("TB73 B126 a run id that is stored already is not run again; its rows are sent", async () => {
  const { plane, stateDir } = await scene();
  const first = await tune(plane, ["test/one"]);
  await untilFinished(plane, first.jobId);
  const again = { jobId: randomUUID(), runId: first.runId, fence: "2.1", models: ["test/one"] };
  plane.push(await plane.offerTune(again));
  await untilFinished(plane, again.jobId);
  expect(typesOf(plane, again.jobId).filter((type) => type === "job.trial")).toHaveLength(1);
  expect(readStored(stateDir, (store) => trialsOf(store, first.runId))).toHaveLength(1);
});

test.each([
  ["INV-17 SE2 another audience", { aud: randomUUID() }, "wrong_audience"],
  ["INV-17 SE2 a window long past", { nbf: 1000, exp: 2000 }, "outside_window"],
  ["SE3 an unknown envelope field", { extra: 1 }, "bad_signature"],
  ["INV-26 a kind this version cannot run", { kind: "probe" }, "unsupported"],
])("%s is refused with its reason and never started", async (_title, change, reason) => {
  const { plane } = await scene();
  const job = { jobId: randomUUID(), runId: randomUUID(), fence: "1.1", models: ["test/one"], change };
  plane.push(await plane.offerTune(job));
  await plane.until(() => typesOf(plane, job.jobId).includes("job.refused"));
  expect(plane.events.find((event) => event.type === "job.refused")?.body).toMatchObject({ reason });
  expect(typesOf(plane, job.jobId)).not.toContain("job.started");
});

test("LP3 B121 a model the local policy does not allow is refused by policy_model", async () => {
  const { plane } = await scene();
  const { jobId } = await tune(plane, ["elsewhere/model"]);
  await plane.until(() => typesOf(plane, jobId).includes("job.refused"));
  expect(plane.events.find((event) => event.type === "job.refused")?.body).toMatchObject({ reason: "policy_model" });
});

test("ID3 an agent whose session was superseded ends by itself", async () => {
  const { plane, agent } = await scene();
  await plane.until(() => plane.calls.some((call) => call.path === "poll"));
  plane.faults.push({ path: "poll", kind: "refuse", status: 409, code: "session_superseded" });
  expect(await agent.exit).toBe("superseded");
});

test("a stopping agent interrupts its tune, reports the end and says goodbye", async () => {
  const { plane, agent } = await scene();
  const { jobId } = await tune(plane, ["test/one", "test/hold"]);
  await plane.until(() => typesOf(plane, jobId).filter((type) => type === "job.trial").length === 2);
  expect(await agent.stop()).toBe("stopped");
  expect(Finished.parse(finishedOf(plane, jobId))).toMatchObject({ outcome: "failed", exitReason: "interrupted" });
  expect(plane.events.map((event) => event.type)).toContain("agent.goodbye");
});
