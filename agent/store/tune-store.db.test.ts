import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { planOf } from "../test/fixtures/plane-server.ts";
import { eventDraft, tempStore } from "../test/fixtures/temp-store.ts";
import { draftOf, finishedOf, runStartOf, visitOf } from "../test/fixtures/tune-samples.ts";
import type { AgentStore } from "./open-store.ts";
import { pendingEvents } from "./outbox.ts";
import {
  findRun,
  finishRun,
  insertRun,
  insertTrial,
  insertVisit,
  markKept,
  newestRun,
  retainRuns,
  trialsOf,
  visitsOf,
} from "./tune-store.ts";

function startedRun(store: AgentStore, startedAt = "2026-11-20T10:00:00.000Z"): string {
  const runId = randomUUID();
  insertRun(store, { ...runStartOf(runId, planOf(["test/one"]), null), startedAt });
  return runId;
}

test("B88 a run starts as a provisional row and B89 is finalised in place", () => {
  const { store } = tempStore();
  const runId = startedRun(store);
  expect(findRun(store, runId)).toMatchObject({ exitReason: "internal_error", endedAt: null, origin: "local" });
  finishRun(store, finishedOf(runId, "ok"));
  expect(findRun(store, runId)).toMatchObject({ exitReason: "ok", recommendationJson: "{}" });
  expect(store.db.prepare("SELECT count(*) AS n FROM tune_runs").get()).toEqual({ n: 1 });
});

test("B126 a run id is stored once", () => {
  const { store } = tempStore();
  const runId = startedRun(store);
  expect(() => insertRun(store, runStartOf(runId, planOf(["test/one"]), null))).toThrow(/UNIQUE/);
});

test("a stored trial reads back as it was measured, under its row id", () => {
  const { store } = tempStore();
  const runId = startedRun(store);
  const draft = { ...draftOf(runId, "test/one"), notes: "slow", kvBits: 8 as const, flags: ["shared_machine"] };
  const localId = insertTrial(store, draft);
  expect(trialsOf(store, runId)).toEqual([{ ...draft, localId }]);
});

test("OB1 a trial and its event commit together or not at all", () => {
  const { store } = tempStore();
  const runId = startedRun(store);
  const failing = (): number =>
    insertTrial(store, draftOf(runId, "test/one"), () => {
      throw new Error("no event");
    });
  expect(failing).toThrow("no event");
  expect(trialsOf(store, runId)).toEqual([]);
  insertTrial(store, draftOf(runId, "test/one"), (trial) => eventDraft("job", "job.trial", { trial }));
  expect(pendingEvents(store)[0]?.body).toMatchObject({ trial: { local_id: trialsOf(store, runId)[0]?.localId } });
});

test("M20 visits are appended as they happen, each with its event, in their own order only", () => {
  const { store } = tempStore();
  const runId = startedRun(store);
  expect(visitsOf(store, runId)).toEqual([]);
  const visits = [visitOf(runId, 1), { ...visitOf(runId, 2), invalidReason: "power_changed" }, visitOf(runId, 3)];
  for (const visit of visits) insertVisit(store, visit, eventDraft("job", "job.visit", { visit }));
  expect(visitsOf(store, runId)).toEqual(visits);
  expect(pendingEvents(store).map(({ type, body }) => [type, body])).toMatchObject(
    [1, 2, 3].map((seq) => ["job.visit", { visit: { seq } }]),
  );
  expect(() => insertVisit(store, visitOf(runId, 3))).toThrow(RangeError);
  expect(() => insertVisit(store, visitOf(runId, 5))).toThrow(RangeError);
  expect(visitsOf(store, runId)).toHaveLength(3);
});

test("M24 B118 a finished run keeps key, baseline, confirmation and apply mark", () => {
  const { store } = tempStore();
  const runId = randomUUID();
  insertRun(store, { ...runStartOf(runId, planOf(["test/one"]), null), rngKey: 4_294_967_295 });
  const knobs = { kvBits: null, maxBatch: 1, maxContext: 128 };
  const baseline = { model: "test/one", knobs, trialLocalId: 1, effective: null, replicates: [], notMeasured: null };
  const confirmation = { against: "sentinel" as const, a: knobs, b: knobs, reason: "not finished" };
  finishRun(store, { ...finishedOf(runId, "ok"), baseline, confirmation, isApplied: true });
  expect(findRun(store, runId)).toMatchObject({ rngKey: 4_294_967_295, baseline, confirmation, isApplied: true });
});

test("INV-19 a run has one kept Stage-2 trial at most", () => {
  const { store } = tempStore();
  const runId = startedRun(store);
  const ids = ["test/one", "test/two"].map((model) => insertTrial(store, draftOf(runId, model)));
  for (const localId of ids) markKept(store, localId);
  expect(trialsOf(store, runId).map((trial) => trial.isKept)).toEqual([false, true]);
});

test("the newest run is the last one started, with a recommendation where one is asked for", () => {
  const { store } = tempStore();
  const old = startedRun(store, "2026-11-20T10:00:00.000Z");
  const young = startedRun(store, "2026-11-20T11:00:00.000Z");
  finishRun(store, finishedOf(old, "ok"));
  expect(newestRun(store, { hasRecommendation: false })?.runId).toBe(young);
  expect(newestRun(store, { hasRecommendation: true })?.runId).toBe(old);
});

test("B86 INV-27 retention keeps the newest runs and the live one, trials included", () => {
  const { store } = tempStore();
  const runs = ["08", "09", "10", "11"].map((hour) => startedRun(store, `2026-11-20T${hour}:00:00.000Z`));
  for (const runId of runs) insertTrial(store, draftOf(runId, "test/one"));
  const [oldest = "", second = "", third = "", newest = ""] = runs;
  retainRuns(store, 2, oldest);
  expect([oldest, second, third, newest].map((runId) => findRun(store, runId) !== null)).toEqual([
    true,
    false,
    true,
    true,
  ]);
  expect(trialsOf(store, second)).toEqual([]);
  expect(trialsOf(store, oldest)).toHaveLength(1);
  expect(() => retainRuns(store, 0, oldest)).toThrow();
});
