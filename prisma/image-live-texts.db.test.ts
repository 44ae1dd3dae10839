import { cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import Database from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";
import { migrate } from "./migrate.ts";

const MIGRATIONS = path.join(import.meta.dirname, "migrations/sqlite");
const PINNED = "0015_image_live_texts";

test("ST8 TU51 each move of before is given the text that ran by it, and moves stay append-only", () => {
  const dir = mkdtempSync(path.join(tmpdir(), "espalier-live-texts-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const migrated = (isTaken: (name: string) => boolean) => {
    const migrationsDir = path.join(dir, "migrations");
    for (const name of readdirSync(MIGRATIONS).filter(isTaken)) {
      cpSync(path.join(MIGRATIONS, name), path.join(migrationsDir, name), { recursive: true });
    }
    const file = path.join(dir, "console.db");
    migrate({ file, backupDir: path.join(dir, "backups"), now: new Date("2026-11-29T12:00:00Z"), migrationsDir });
    return new Database(file);
  };
  const old = migrated((name) => name < PINNED);
  for (const [version, sha, org] of [
    [1, "a", "o"],
    [2, "b", "o"],
    [3, "a", "o"],
    [9, "a", "other"],
  ]) {
    old
      .prepare(
        "INSERT INTO image_recipes (id, org_id, class, version, recipe_sha, toml, origin, created_by, created_at) VALUES (?, ?, 'c', ?, ?, 't', 'person', 'Ada', 1)",
      )
      .run(`${org} ${version}`, org, version, sha);
  }
  for (const [seq, sha] of [
    [1, "a"],
    [2, "b"],
    [3, "gone"],
  ]) {
    old
      .prepare(
        "INSERT INTO image_recipe_moves (id, org_id, class, seq, to_sha, kind, moved_by, at) VALUES (?, 'o', 'c', ?, ?, 'edit', 'Ada', 1)",
      )
      .run(`m${seq}`, seq, sha);
  }
  old.close();
  const db = migrated((name) => name <= PINNED);
  onTestFinished(() => {
    db.close();
  });
  expect(db.prepare("SELECT to_version FROM image_recipe_moves ORDER BY seq").pluck().all()).toEqual([3, 2, null]);
  expect(() => db.prepare("UPDATE image_recipe_moves SET to_version = 1").run()).toThrow("append-only");
});
