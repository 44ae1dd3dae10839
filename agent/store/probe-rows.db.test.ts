import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { testLevel, testRecord, testStart } from "../../core/probing/test-probe.ts";
import { eventDraft, tempStore } from "../test/fixtures/temp-store.ts";
import { pendingEvents } from "./outbox.ts";
import { findProbe, finishProbe, insertLevel, insertProbe, retainProbes } from "./probe-rows.ts";

const timing = { ttftMs: 250, tpotMs: 20, tokens: 4 };
const startOf = (startedAt = "2026-11-20T12:00:00.000Z") => ({ ...testStart(), probeId: randomUUID(), startedAt });
const endOf = (probeId: string) => ({
  probeId,
  exitReason: "ok" as const,
  message: null,
  endedAt: "2026-11-20T12:01:00.000Z",
  levels: 1,
  tpsMethod: "usage" as const,
});

test("M17 a probe's rows and their events are committed together, before anything is uploaded", () => {
  const { store } = tempStore();
  const start = startOf();
  const requests = [0, 1].map((position) => testRecord({ position, ...timing }));
  insertProbe(store, { start, jobId: null }, () => eventDraft("agent", "probe.started"));
  const slice = { probeId: start.probeId, level: testLevel(), requests };
  insertLevel(store, [slice], () => eventDraft("agent", "probe.level"));
  expect(findProbe(store, start.probeId)).toMatchObject({ start, endedAt: null, exitReason: "internal_error" });
  finishProbe(store, endOf(start.probeId), () => eventDraft("agent", "probe.finished"));
  expect(findProbe(store, start.probeId)).toMatchObject({ exitReason: "ok", levels: [testLevel()] });
  expect(pendingEvents(store).map(({ type }) => type)).toEqual(["probe.started", "probe.level", "probe.finished"]);
  const rows = store.db.prepare("SELECT raw_json FROM probe_requests ORDER BY position").all();
  expect(rows.map((row) => JSON.parse(String(row["raw_json"])))).toEqual(requests);
});

test("M17 an event that cannot be written takes its rows back", () => {
  const { store } = tempStore();
  const start = startOf();
  const broken = () => {
    throw new Error("no event");
  };
  expect(() => insertProbe(store, { start, jobId: null }, broken)).toThrow("no event");
  expect(findProbe(store, start.probeId)).toBeNull();
});

test("a Mac without a console keeps its rows and has nothing to send", () => {
  const { store } = tempStore();
  const start = startOf();
  insertProbe(store, { start, jobId: null }, null);
  finishProbe(store, endOf(start.probeId), null);
  expect(pendingEvents(store)).toEqual([]);
});

test("retention keeps the newest and every probe that has not ended", () => {
  const { store } = tempStore();
  const starts = [1, 2, 3, 4].map((minute) => startOf(`2026-11-20T12:0${minute}:00.000Z`));
  for (const start of starts) insertProbe(store, { start, jobId: null }, null);
  for (const { probeId } of starts.slice(1)) finishProbe(store, endOf(probeId), null);
  retainProbes(store, 1);
  expect(starts.map(({ probeId }) => findProbe(store, probeId) !== null)).toEqual([true, false, false, true]);
});
