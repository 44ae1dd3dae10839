import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, expect, test } from "vitest";
import { migrate } from "./migrate.ts";

let dir: string;
let file: string;
const now = new Date("2026-11-20T12:00:00Z");

beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), "espalier-migrate-"));
  file = path.join(dir, "test.db");
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const migrationsDir = () => path.join(dir, "migrations");
const run = () => migrate({ file, backupDir: path.join(dir, "backups"), now, migrationsDir: migrationsDir() });

function commit(name: string, sql: string): void {
  mkdirSync(path.join(migrationsDir(), name), { recursive: true });
  writeFileSync(path.join(migrationsDir(), name, "migration.sql"), sql);
}

function query(sql: string): unknown[] {
  const db = new Database(file);
  try {
    const statement = db.prepare(sql);
    return statement.reader ? statement.all() : [statement.run()];
  } finally {
    db.close();
  }
}

const PARENT_AND_CHILD = `CREATE TABLE parent (id INTEGER PRIMARY KEY);
  CREATE TABLE child (id INTEGER PRIMARY KEY, parent_id INTEGER NOT NULL REFERENCES parent(id) ON DELETE CASCADE);
  INSERT INTO parent VALUES (1); INSERT INTO child VALUES (1, 1);`;

test("ST8 a new database takes every migration and needs no backup, a second run does nothing", () => {
  commit("0001_a", PARENT_AND_CHILD);
  commit("0002_b", "CREATE TABLE b (id INTEGER);");
  expect(run()).toEqual({ applied: ["0001_a", "0002_b"], backup: null });
  expect(run()).toEqual({ applied: [], backup: null });
  const rows = query(
    "SELECT migration_name, applied_steps_count FROM _prisma_migrations WHERE finished_at IS NOT NULL ORDER BY migration_name",
  );
  expect(rows).toEqual(["0001_a", "0002_b"].map((migration_name) => ({ migration_name, applied_steps_count: 1 })));
});

test("ST8 BK1 a database with data is backed up first, as a 0600 file that holds the old state", () => {
  commit("0001_a", PARENT_AND_CHILD);
  run();
  commit("0002_b", "DROP TABLE child;");
  const { backup } = run();
  expect(statSync(backup ?? "").mode & 0o777).toBe(0o600);
  const old = new Database(backup ?? "", { readonly: true });
  expect(old.prepare("SELECT id FROM child").all()).toEqual([{ id: 1 }]);
  old.close();
});

test("ST8 redefining a parent table keeps its children, because foreign keys are off before BEGIN", () => {
  commit("0001_a", PARENT_AND_CHILD);
  run();
  commit(
    "0002_redefine",
    "CREATE TABLE new_parent (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO new_parent SELECT id, 'x' FROM parent; DROP TABLE parent; ALTER TABLE new_parent RENAME TO parent;",
  );
  run();
  expect(query("SELECT child.id, parent.name FROM child JOIN parent ON parent.id = parent_id")).toEqual([
    { id: 1, name: "x" },
  ]);
});

test.each([
  ["fails halfway", "CREATE TABLE half (id INTEGER); INSERT INTO nowhere VALUES (1);", "no such table: nowhere"],
  ["leaves an orphan", "CREATE TABLE half (id INTEGER); DELETE FROM parent;", "rows whose parent is missing"],
])("ST8 a migration that %s is rolled back whole and says so", (_title, sql, reason) => {
  commit("0001_a", PARENT_AND_CHILD);
  run();
  commit("0002_bad", sql);
  expect(run).toThrow(expect.objectContaining({ message: expect.stringContaining(reason), fix: expect.any(String) }));
  expect(query("SELECT name FROM sqlite_schema WHERE name = 'half'")).toEqual([]);
  expect(query("SELECT migration_name FROM _prisma_migrations")).toEqual([{ migration_name: "0001_a" }]);
});

test("ST8 a migration that was edited after it was taken is refused before anything happens", () => {
  commit("0001_a", PARENT_AND_CHILD);
  run();
  commit("0001_a", `${PARENT_AND_CHILD} -- edited`);
  commit("0002_b", "CREATE TABLE b (id INTEGER);");
  expect(run).toThrow("the migration 0001_a was changed");
  expect(readdirSync(dir)).not.toContain("backups");
});

test.each([
  ["is not a database", (size: number) => Buffer.alloc(size, "x")],
  ["has its middle overwritten", null],
])("a file that %s is refused with the way out, and left as it is", (_title, content) => {
  commit("0001_a", `${PARENT_AND_CHILD} CREATE TABLE big (t TEXT);`);
  run();
  query(
    "INSERT INTO big SELECT hex(randomblob(500)) FROM (WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n+1 FROM c WHERE n < 200) SELECT n FROM c)",
  );
  query("PRAGMA wal_checkpoint(TRUNCATE)");
  if (content === null) overwriteMiddle();
  else writeFileSync(file, content(20_000));
  expect(run).toThrow(
    expect.objectContaining({
      message: expect.stringContaining("cannot be read"),
      fix: expect.stringContaining("backup"),
    }),
  );
});

function overwriteMiddle(): void {
  const whole = readFileSync(file);
  whole.fill(0xab, Math.floor(whole.length / 8192) * 4096, Math.floor(whole.length / 8192) * 4096 + 4096);
  writeFileSync(file, whole);
}
