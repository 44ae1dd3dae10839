import { randomUUID } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { openLocalSink } from "../autotune/local-sink.ts";
import { takeTuneLock } from "../autotune/lock/tune-lock.ts";
import { planOf } from "../test/fixtures/plane-server.ts";
import { tempStore } from "../test/fixtures/temp-store.ts";
import { draftOf, finishedOf, runStartOf } from "../test/fixtures/tune-samples.ts";
import { openStore } from "./open-store.ts";
import { findRun, finishRun, insertRun, insertTrial, newestRun, retainRuns, trialsOf } from "./tune-store.ts";

const startOf = (runId: string, minute = 0) => ({
  ...runStartOf(runId, planOf(["test/one"]), null),
  startedAt: new Date(Date.parse("2026-11-20T10:00:00Z") + minute * 60_000).toISOString(),
});

function sinkOf(stateDir: string, retain: number) {
  const quiet = { onProgress: () => undefined, onLog: () => undefined };
  return openLocalSink({ stateDir, dbPath: join(stateDir, "agent.db"), retainRuns: retain, ...quiet });
}

test("TB26, B86 a fault between the two deletes rolls both back with its own error: no orphans", () => {
  const { store } = tempStore();
  const runs = [0, 1, 2].map((minute) => {
    const runId = randomUUID();
    insertRun(store, startOf(runId, minute));
    insertTrial(store, draftOf(runId, "test/one"));
    return runId;
  });
  store.db.exec(
    "CREATE TEMP TRIGGER fault BEFORE DELETE ON main.tune_runs BEGIN SELECT RAISE(ABORT, 'disk on fire'); END",
  );
  expect(() => retainRuns(store, 1, runs[2] ?? "")).toThrow("disk on fire");
  expect(runs.map((runId) => trialsOf(store, runId).length)).toEqual([1, 1, 1]);
  store.db.exec("DROP TRIGGER temp.fault");
  retainRuns(store, 1, runs[2] ?? "");
  expect(runs.map((runId) => findRun(store, runId) !== null)).toEqual([false, false, true]);
  const orphans = "SELECT count(*) AS n FROM tune_trials WHERE run_id NOT IN (SELECT run_id FROM tune_runs)";
  expect(store.db.prepare(orphans).get()).toEqual({ n: 0 });
});

test("TB26, INV-27 --retain-runs 1 of a refused second run leaves the live run and its trials", async () => {
  const stateDir = mkdtempSync(join(tmpdir(), "espalier-retain-"));
  const [live, second] = [randomUUID(), randomUUID()];
  const first = sinkOf(stateDir, 50);
  const taken = await takeTuneLock(stateDir, live);
  await first.startRun(startOf(live, 0));
  await first.storeTrial(draftOf(live, "test/one"));
  const refused = sinkOf(stateDir, 1);
  await refused.startRun(startOf(second, 1));
  await refused.finish({ ...finishedOf(second, "provider_conflict") });
  await refused.close();
  await first.close();
  const store = openStore(stateDir);
  expect(trialsOf(store, live)).toHaveLength(1);
  expect(findRun(store, live)).not.toBeNull();
  expect(findRun(store, second)?.exitReason).toBe("provider_conflict");
  store.close();
  if (taken.kind === "held") taken.lock.release({ keepsCandidate: false });
});

test("TB33, B86, B93 of 52 runs by hand the newest 50 stay, each with its own id and rows", async () => {
  const stateDir = mkdtempSync(join(tmpdir(), "espalier-retain-"));
  const ids = Array.from({ length: 52 }, () => randomUUID());
  for (const [minute, runId] of ids.entries()) {
    const sink = sinkOf(stateDir, 50);
    await sink.startRun(startOf(runId, minute));
    await sink.storeTrial(draftOf(runId, "test/one"));
    await sink.close();
  }
  const store = openStore(stateDir);
  expect(ids.map((runId) => findRun(store, runId) !== null)).toEqual(ids.map((_id, index) => index >= 2));
  expect(store.db.prepare("SELECT count(*) AS n FROM tune_trials").get()).toEqual({ n: 50 });
  expect(newestRun(store, { hasRecommendation: false })?.runId).toBe(ids.at(-1));
  store.close();
});

interface Column {
  name: string;
  type: string;
  notnull: number;
  dflt_value: string | null;
  pk: number;
}

/** `name type`, `!` for not null, `=` for a default, `*` for the key. */
function columnsOf(db: DatabaseSync, table: string): string[] {
  return db
    .prepare('SELECT name, type, "notnull", dflt_value, pk FROM pragma_table_info(?)')
    .all(table)
    .map((row) => {
      const column: Column = JSON.parse(JSON.stringify(row));
      const tail = `${column.notnull === 1 ? "!" : ""}${column.dflt_value === null ? "" : `=${column.dflt_value}`}`;
      return `${column.name} ${column.type.toLowerCase()}${tail}${column.pk === 1 ? "*" : ""}`;
    });
}

const TRIAL_COLUMNS = [
  "id integer*",
  "ts_utc text!",
  "run_id text!",
  "stage integer!=1",
  "model text!",
  "target_context integer!",
  "max_tokens integer!",
  "measured_prompt_tokens integer",
  "agg_throughput_tps real",
  "ttft_p95_ms real",
  "fits integer!=0",
  "n_err integer!=0",
  "kept integer!=0",
  "notes text",
  "kv_bits integer",
  "max_context_cap integer",
  "max_batch integer",
  "replicates_n integer",
  "tps_method text",
  "ttft_cold_ms real",
  "peak_memory_bytes integer",
  "requested_json text",
  "effective_json text",
  "replicates_json text",
  "flags_json text",
];
const RUN_COLUMNS = [
  "run_id text*",
  "started_at_utc text!",
  "ended_at_utc text",
  "spec_version text!",
  "binary_version text!",
  "machine_chip text!",
  "machine_os_version text!",
  "machine_ram_gb integer!",
  "target_context integer!",
  "stage1_replicates integer!",
  "stage2_replicates integer!",
  "gate_ttft_ms integer!",
  "candidate_models_json text!",
  "tps_tie_epsilon real!",
  "recommendation_json text",
  "recipe_hash text",
  "applied integer=0",
  "exit_reason text!",
  "engine text",
  "engine_version text",
  "strategy text",
  "rng_key text",
  "baseline_json text",
  "visits_json text",
  "confirmation_json text",
  "origin text",
  "job_id text",
];

test("TB33 both tables have every column of the contract with its type, nullness and default", () => {
  const { store } = tempStore();
  expect(columnsOf(store.db, "tune_trials")).toEqual(expect.arrayContaining(TRIAL_COLUMNS));
  expect(columnsOf(store.db, "tune_runs")).toEqual(expect.arrayContaining(RUN_COLUMNS));
  const indexed = store.db
    .prepare("SELECT i.name AS name FROM pragma_index_list('tune_trials') l JOIN pragma_index_info(l.name) i")
    .all();
  expect(indexed.map((row) => row["name"])).toEqual(expect.arrayContaining(["ts_utc", "run_id"]));
});

test("B85 runs and trials of an older file gain every later column, once, and keep their rows", () => {
  const stateDir = mkdtempSync(join(tmpdir(), "espalier-old-"));
  const old = new DatabaseSync(join(stateDir, "agent.db"));
  old.exec(`CREATE TABLE tune_runs (run_id TEXT PRIMARY KEY, started_at_utc TEXT NOT NULL, ended_at_utc TEXT,
    spec_version TEXT NOT NULL, binary_version TEXT NOT NULL, machine_chip TEXT NOT NULL, machine_os_version TEXT NOT NULL,
    machine_ram_gb INTEGER NOT NULL, target_context INTEGER NOT NULL, stage1_replicates INTEGER NOT NULL,
    stage2_replicates INTEGER NOT NULL, gate_ttft_ms INTEGER NOT NULL, candidate_models_json TEXT NOT NULL,
    tps_tie_epsilon REAL NOT NULL, recommendation_json TEXT, recipe_hash TEXT, applied INTEGER DEFAULT 0,
    exit_reason TEXT NOT NULL);
    INSERT INTO tune_runs VALUES ('11111111-1111-4111-8111-111111111111', '2026-01-01T00:00:00.000Z', NULL, 'SPEC-013 v0.2',
    '1', 'Apple M1', '15', 8, 2000, 1, 3, 60000, '["a"]', 0.02, NULL, NULL, 0, 'no_feasible');`);
  old.close();
  for (const _time of [1, 2]) {
    const store = openStore(stateDir);
    expect(columnsOf(store.db, "tune_runs")).toEqual(expect.arrayContaining(RUN_COLUMNS.slice(18)));
    expect(findRun(store, "11111111-1111-4111-8111-111111111111")).toMatchObject({
      origin: "local",
      plan: null,
      exitReason: "no_feasible",
      machineRamGb: 8,
    });
    store.close();
  }
});

test("TB33 hostile strings are data in every text column", () => {
  const { store } = tempStore();
  const hostile = `'; DROP TABLE tune_runs; --\u0000\ud83d\ude00"\\%_\n`;
  const runId = randomUUID();
  insertRun(store, { ...startOf(runId), machineChip: hostile, machineOsVersion: hostile, binaryVersion: hostile });
  const localId = insertTrial(store, { ...draftOf(runId, hostile), notes: hostile, flags: [hostile] });
  finishRun(store, { ...finishedOf(runId, "internal_error"), message: hostile });
  expect(findRun(store, runId)).toMatchObject({ machineChip: hostile, binaryVersion: hostile, message: hostile });
  const [trial] = trialsOf(store, runId);
  expect(trial).toMatchObject({ localId, model: hostile, flags: [hostile] });
  expect(trial?.notes).toBe(hostile);
});

test("B90 a run's message stands in its last trial's notes, once, and never in exit_reason", () => {
  const { store } = tempStore();
  const runId = randomUUID();
  insertRun(store, startOf(runId));
  insertTrial(store, draftOf(runId, "test/one"));
  insertTrial(store, { ...draftOf(runId, "test/two"), isFeasible: false, notes: "HTTP 503" });
  const end = { ...finishedOf(runId, "interrupted"), message: "interrupted by SIGINT" };
  finishRun(store, end);
  finishRun(store, end);
  const notes = store.db.prepare("SELECT notes FROM tune_trials ORDER BY id").all();
  expect(notes.map((row) => row["notes"])).toEqual([null, "HTTP 503\nrun ended: interrupted by SIGINT"]);
  expect(trialsOf(store, runId).map((trial) => trial.notes)).toEqual([null, "HTTP 503"]);
  expect(findRun(store, runId)?.exitReason).toBe("interrupted");
});
