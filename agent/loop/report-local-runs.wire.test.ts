import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openLocalSink } from "../autotune/local-sink.ts";
import { noteOwner } from "../store/local-runs.ts";
import { openStore } from "../store/open-store.ts";
import { pendingEvents } from "../store/outbox.ts";
import { insertRun } from "../store/tune-store.ts";
import { type PlaneServer, planOf, startPlaneServer } from "../test/fixtures/plane-server.ts";
import { startTestAgent, testAgentOptions, testStateDir } from "../test/fixtures/test-agent.ts";
import { draftOf, finishedOf, runStartOf } from "../test/fixtures/tune-samples.ts";

const RUN = "11111111-1111-4111-8111-111111111111";

async function console(): Promise<{
  plane: PlaneServer;
  stateDir: string;
  start(): ReturnType<typeof startTestAgent>;
}> {
  const plane = await startPlaneServer();
  const stateDir = testStateDir();
  onTestFinished(() => plane.close());
  return {
    plane,
    stateDir,
    start: () => {
      const agent = startTestAgent(testAgentOptions(stateDir, { url: plane.url, joinToken: plane.joinToken }));
      onTestFinished(async () => void (await agent.stop()));
      return agent;
    },
  };
}

function sinkOf(stateDir: string) {
  const quiet = { onProgress: () => undefined, onLog: () => undefined };
  return openLocalSink({ stateDir, dbPath: join(stateDir, "agent.db"), retainRuns: 50, ...quiet });
}

const streamOf = (plane: PlaneServer, runId: string) => plane.events.filter(({ stream }) => stream === `tune:${runId}`);
const typesOf = (plane: PlaneServer, runId: string) => streamOf(plane, runId).map(({ type }) => type);
const ended = (plane: PlaneServer, runId: string) => () => typesOf(plane, runId).includes("tune.finished");

async function handRun(stateDir: string, runId = RUN): Promise<void> {
  const sink = sinkOf(stateDir);
  await sink.startRun(runStartOf(runId, planOf(["test/one"]), null));
  await sink.storeTrial(draftOf(runId, "test/one"));
  await sink.finish(finishedOf(runId, "no_feasible"));
  await sink.close();
}

test("B127 a run finished before enrolment is uploaded once after it, and not again at the next start", async () => {
  const { plane, stateDir, start } = await console();
  await handRun(stateDir);
  const agent = start();
  await plane.until(ended(plane, RUN));
  await agent.stop();
  await start().stop();
  expect(typesOf(plane, RUN)).toEqual(["tune.started", "job.trial", "tune.finished"]);
  expect(streamOf(plane, RUN).every(({ job, fence }) => job === undefined && fence === undefined)).toBe(true);
});

test("ID5 on an enrolled Mac each row of the command line commits with its event, also while no agent runs", async () => {
  const { plane, stateDir, start } = await console();
  const first = start();
  await plane.until(() => plane.events.some(({ type }) => type === "agent.started"));
  await first.stop();
  const sink = sinkOf(stateDir);
  const waiting = () => {
    const store = openStore(stateDir);
    const types = pendingEvents(store).flatMap(({ stream, type }) => (stream === `tune:${RUN}` ? [type] : []));
    store.close();
    return types;
  };
  await sink.startRun(runStartOf(RUN, planOf(["test/one"]), null));
  expect(waiting()).toEqual(["tune.started"]);
  await sink.storeTrial(draftOf(RUN, "test/one"));
  expect(waiting()).toEqual(["tune.started", "job.trial"]);
  await expect(sink.startRun(runStartOf(RUN, planOf(["test/one"]), null))).rejects.toThrow(/UNIQUE/);
  expect(waiting()).toEqual(["tune.started", "job.trial"]);
  await sink.finish(finishedOf(RUN, "no_feasible"));
  await sink.close();
  start();
  await plane.until(ended(plane, RUN));
  expect(typesOf(plane, RUN)).toEqual(["tune.started", "job.trial", "tune.finished"]);
});

test("ID5 rows of another database stay on the Mac", async () => {
  const { plane, stateDir, start } = await console();
  const agent = start();
  await plane.until(() => plane.events.some(({ type }) => type === "agent.started"));
  await agent.stop();
  const elsewhere = openLocalSink({
    stateDir,
    dbPath: join(stateDir, "other.db"),
    retainRuns: 50,
    onProgress: () => undefined,
    onLog: () => undefined,
  });
  await elsewhere.startRun(runStartOf(RUN, planOf(["test/one"]), null));
  await elsewhere.close();
  const store = openStore(stateDir);
  expect(pendingEvents(store).filter(({ stream }) => stream.startsWith("tune:"))).toEqual([]);
  store.close();
});

test("B88 a run by hand whose process died is reported as its row stands: internal_error, ended NULL", async () => {
  const { plane, stateDir, start } = await console();
  const store = openStore(stateDir);
  insertRun(store, runStartOf(RUN, planOf(["test/one"]), null));
  noteOwner(store, RUN, { pid: 2 ** 22 + 1, startTime: null });
  store.close();
  start();
  await plane.until(ended(plane, RUN));
  const end = streamOf(plane, RUN).at(-1);
  expect(end?.body).toMatchObject({ tune: { exitReason: "internal_error", endedAt: null } });
});

test("B127 a run that still goes on is left alone", async () => {
  const { plane, stateDir, start } = await console();
  const sink = sinkOf(stateDir);
  await sink.startRun(runStartOf(RUN, planOf(["test/one"]), null));
  const agent = start();
  await plane.until(() => plane.events.some(({ type }) => type === "agent.started"));
  await agent.stop();
  expect(typesOf(plane, RUN)).toEqual([]);
  await sink.close();
});
