import { cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, expect, test } from "vitest";
import { migrate } from "./migrate.ts";

const MIGRATIONS = path.join(import.meta.dirname, "migrations/sqlite");
const REDEFINED = "0012_image_ids_within_organisation";
const TABLES = ["image_runs", "image_ratings", "image_pairs"];

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), "espalier-image-ids-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** Brings the file to the migrations of which `isTaken` says so. */
function migrated(isTaken: (name: string) => boolean): Database.Database {
  const migrationsDir = path.join(dir, "migrations");
  for (const name of readdirSync(MIGRATIONS).filter(isTaken)) {
    cpSync(path.join(MIGRATIONS, name), path.join(migrationsDir, name), { recursive: true });
  }
  const file = path.join(dir, "console.db");
  migrate({ file, backupDir: path.join(dir, "backups"), now: new Date("2026-11-29T12:00:00Z"), migrationsDir });
  return new Database(file);
}

/** A row with something in every column, by the column's type. */
function fill(db: Database.Database, table: string, changes: Record<string, string | number>): void {
  const columns = db.prepare("SELECT name, type FROM pragma_table_info(?) ORDER BY cid").all(table);
  const values = columns.map((column) => {
    const { name, type } = Object.assign({ name: "", type: "" }, column);
    return [name, changes[name] ?? (type === "TEXT" || type === "DATETIME" ? `${name} of a row` : 7)] as const;
  });
  const names = values.map(([name]) => `"${name}"`).join(", ");
  db.prepare(`INSERT INTO "${table}" (${names}) VALUES (${values.map(() => "?").join(", ")})`).run(
    values.map(([, value]) => value),
  );
}
const idOf = (table: string) => (table === "image_runs" ? "id" : "event_id");

function contentOf(db: Database.Database) {
  const rows = TABLES.map((table) => db.prepare(`SELECT * FROM "${table}" ORDER BY rowid`).all());
  const named = db.prepare("SELECT type, name, tbl_name FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name").all();
  return { rows, named };
}

test("ST8 AC2 every run, score and verdict is kept with its indexes and guards where their ids become those of the organisation", () => {
  const old = migrated((name) => name < REDEFINED);
  for (const table of TABLES) {
    for (const n of [1, 2])
      fill(old, table, { org_id: "a", [idOf(table)]: `id-${n}`, ...(table === "image_runs" ? { number: n } : {}) });
  }
  const before = contentOf(old);
  old.close();
  const db = migrated((name) => name <= REDEFINED);
  try {
    expect(contentOf(db)).toEqual(before);
    for (const table of TABLES) {
      const same = { [idOf(table)]: "id-1", ...(table === "image_runs" ? { number: 3 } : {}) };
      fill(db, table, { org_id: "b", ...same });
      expect(() => fill(db, table, { org_id: "a", ...same })).toThrow("UNIQUE");
    }
    for (const table of ["image_ratings", "image_pairs"]) {
      expect(() => db.prepare(`DELETE FROM "${table}"`).run()).toThrow("never deleted");
    }
  } finally {
    db.close();
  }
});
