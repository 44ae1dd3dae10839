import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { z } from "zod";
import { draftOf } from "../test/fixtures/tune-samples.ts";
import { readMeta, writeMeta } from "./meta.ts";
import { openStore } from "./open-store.ts";
import { insertTrial, trialsOf } from "./tune-store.ts";

const freshDir = (): string => mkdtempSync(join(tmpdir(), "espalier-open-"));

test("OB1 agent.db is private, WAL and fully synchronous", () => {
  const stateDir = freshDir();
  const store = openStore(stateDir);
  const pragma = (name: string): unknown => Object.values(store.db.prepare(`PRAGMA ${name}`).get() ?? {})[0];
  expect([pragma("journal_mode"), pragma("synchronous"), pragma("fullfsync"), pragma("busy_timeout")]).toEqual([
    "wal",
    2,
    1,
    5000,
  ]);
  expect(statSync(store.path).mode & 0o777).toBe(0o600);
  store.close();
});

test("OB3 a damaged file is moved aside by its hash and a fresh one takes its place", () => {
  const stateDir = freshDir();
  const first = openStore(stateDir);
  writeMeta(first, "outbox_id", "old");
  first.close();
  const bytes = readFileSync(join(stateDir, "agent.db"));
  bytes.fill(0x5a, 0, 2048);
  writeFileSync(join(stateDir, "agent.db"), bytes);
  const second = openStore(stateDir);
  expect(second.quarantined?.sha256).toMatch(/^[0-9a-f]{64}$/);
  expect(readdirSync(stateDir).some((name) => name.startsWith("agent.db.bad-"))).toBe(true);
  expect(readMeta(second, "outbox_id", z.string())).toBeNull();
  second.close();
});

test("F10 a byte flipped anywhere never keeps the store from opening", () => {
  const stateDir = freshDir();
  openStore(stateDir).close();
  const sound = readFileSync(join(stateDir, "agent.db"));
  for (let offset = 0; offset < sound.length; offset += Math.floor(sound.length / 20)) {
    const folder = freshDir();
    const bytes = Buffer.from(sound);
    bytes[offset] = (bytes[offset] ?? 0) ^ 0xff;
    writeFileSync(join(folder, "agent.db"), bytes);
    const store = openStore(folder);
    writeMeta(store, "probe", 1);
    store.close();
  }
});

test("B85 a file of an older version gains its columns, its rows are Stage 1, and opening again changes nothing", () => {
  const stateDir = freshDir();
  const old = new DatabaseSync(join(stateDir, "agent.db"));
  old.exec(`CREATE TABLE tune_trials (id INTEGER PRIMARY KEY AUTOINCREMENT, ts_utc TEXT NOT NULL, run_id TEXT NOT NULL,
    model TEXT NOT NULL, target_context INTEGER NOT NULL, max_tokens INTEGER NOT NULL, measured_prompt_tokens INTEGER,
    agg_throughput_tps REAL, ttft_p95_ms REAL, fits INTEGER NOT NULL DEFAULT 0, n_err INTEGER NOT NULL DEFAULT 0,
    kept INTEGER NOT NULL DEFAULT 0, notes TEXT)`);
  const runId = "11111111-1111-4111-8111-111111111111";
  old
    .prepare("INSERT INTO tune_trials (ts_utc, run_id, model, target_context, max_tokens) VALUES (?, ?, 'm', 128, 16)")
    .run("2026-01-01T00:00:00.000Z", runId);
  old.close();
  for (const _time of [1, 2]) {
    const store = openStore(stateDir);
    expect(trialsOf(store, runId)).toMatchObject([{ stage: 1, kvBits: null, replicates: [] }]);
    store.close();
  }
  const store = openStore(stateDir);
  insertTrial(store, draftOf(runId, "test/one"));
  expect(trialsOf(store, runId)).toHaveLength(2);
  store.close();
});

test.each([
  ["a text", () => Buffer.from("my thesis, the only copy\n".repeat(100))],
  ["another program's database", () => otherDatabase()],
])("OB3 %s named by --db-path is refused and left as it was", (_title, bytes) => {
  const path = join(freshDir(), "mine");
  writeFileSync(path, bytes(), { mode: 0o644 });
  expect(() => openStore(freshDir(), path)).toThrow(`${path} is not a database of espalier; give another --db-path`);
  expect(readFileSync(path)).toEqual(bytes());
  expect(statSync(path).mode & 0o777).toBe(0o644);
  expect(readdirSync(dirname(path))).toEqual(["mine"]);
});

test("a device or a folder named by --db-path is refused untouched", () => {
  const mode = statSync("/dev/null").mode;
  expect(() => openStore(freshDir(), "/dev/null")).toThrow("database /dev/null is not a plain file");
  expect(statSync("/dev/null").mode).toBe(mode);
  const folder = freshDir();
  expect(() => openStore(freshDir(), folder)).toThrow(`database ${folder} is not a plain file`);
  expect(() => openStore("/dev/null/x")).toThrow("/dev/null is not a folder");
});

function otherDatabase(): Buffer {
  const path = join(freshDir(), "photos.sqlite");
  const db = new DatabaseSync(path);
  db.exec("CREATE TABLE photos (id INTEGER)");
  db.close();
  return readFileSync(path);
}
