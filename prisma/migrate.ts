import { createHash, randomUUID } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import Database from "better-sqlite3";
import { z } from "zod";

const MIGRATIONS = path.join(import.meta.dirname, "migrations/sqlite");
/** Above this size a whole check would make every start slow; then only pending migrations ask for one. */
const MAX_CHECKED_BYTES = 256 * 1024 * 1024;
const BUSY_TIMEOUT_MS = 5000;

const HISTORY = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" TEXT PRIMARY KEY NOT NULL, "checksum" TEXT NOT NULL, "finished_at" DATETIME, "migration_name" TEXT NOT NULL,
  "logs" TEXT, "rolled_back_at" DATETIME, "started_at" DATETIME NOT NULL DEFAULT current_timestamp,
  "applied_steps_count" INTEGER UNSIGNED NOT NULL DEFAULT 0)`;

const HistoryRow = z.object({ migration_name: z.string(), checksum: z.string() });
const CheckRow = z.object({ quick_check: z.string() });

interface Migration {
  name: string;
  sql: string;
  checksum: string;
}

/** The database file cannot be brought to this version; `fix` tells a person what to do. */
class MigrationError extends Error {
  readonly fix: string;

  constructor(message: string, fix: string, cause?: unknown) {
    super(message, { cause });
    this.name = "MigrationError";
    this.fix = fix;
  }
}

/** ST8: applies what is missing, one transaction each, after a backup; throws MigrationError and changes nothing when it cannot. */
export function migrate(options: { file: string; backupDir: string; now: Date; migrationsDir?: string }): {
  applied: string[];
  backup: string | null;
} {
  const migrations = readMigrations(options.migrationsDir ?? MIGRATIONS);
  const isNew = !existsSync(options.file) || statSync(options.file).size === 0;
  const db = open(options.file);
  try {
    const done = isNew ? new Map<string, string>() : readHistory(db);
    assertUnchanged(migrations, done);
    const pending = migrations.filter((migration) => !done.has(migration.name));
    if (pending.length === 0) return { applied: [], backup: null };
    const backup = isNew ? null : backUp(db, options);
    return {
      applied: pending.filter((migration) => apply(db, migration, options.now)).map(({ name }) => name),
      backup,
    };
  } finally {
    db.close();
  }
}

function readMigrations(dir: string): Migration[] {
  return readdirSync(dir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .map((name) => {
      const sql = readFileSync(path.join(dir, name, "migration.sql"), "utf8");
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    });
}

function open(file: string): Database.Database {
  let db: Database.Database | null = null;
  try {
    db = new Database(file, { timeout: BUSY_TIMEOUT_MS });
    chmodSync(file, 0o600);
    db.pragma("journal_mode = WAL");
    db.pragma("synchronous = FULL");
    if (statSync(file).size <= MAX_CHECKED_BYTES) assertWhole(db, file);
    return db;
  } catch (cause) {
    db?.close();
    if (cause instanceof MigrationError) throw cause;
    throw broken(file, cause);
  }
}

function assertWhole(db: Database.Database, file: string): void {
  const rows = z.array(CheckRow).parse(db.pragma("quick_check(1)"));
  const verdict = rows[0]?.quick_check ?? "no answer";
  if (verdict !== "ok") throw broken(file, new Error(verdict));
}

function broken(file: string, cause: unknown): MigrationError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const folder = path.join(path.dirname(file), "backups");
  return new MigrationError(
    `the database ${file} cannot be read: ${reason}`,
    `Move the file away and put the newest backup from ${folder} in its place, or start with another data folder (--data DIR).`,
    cause,
  );
}

function readHistory(db: Database.Database): Map<string, string> {
  db.exec(HISTORY);
  const rows = db
    .prepare('SELECT "migration_name", "checksum" FROM "_prisma_migrations" WHERE "finished_at" IS NOT NULL')
    .all();
  return new Map(
    z
      .array(HistoryRow)
      .parse(rows)
      .map((row) => [row.migration_name, row.checksum]),
  );
}

function assertUnchanged(migrations: Migration[], done: Map<string, string>): void {
  for (const { name, checksum } of migrations) {
    const known = done.get(name);
    if (known !== undefined && known !== checksum) {
      throw new MigrationError(
        `the migration ${name} was changed after this database took it`,
        "Check out the version that made this database, or restore the committed migration file.",
      );
    }
  }
}

function backUp(db: Database.Database, options: { backupDir: string; now: Date }): string {
  mkdirSync(options.backupDir, { recursive: true, mode: 0o700 });
  const stamp = options.now.toISOString().replaceAll(/[:.]/g, "-");
  const file = path.join(options.backupDir, `before-migration-${stamp}-${randomUUID().slice(0, 8)}.db`);
  db.prepare("VACUUM INTO ?").run(file);
  chmodSync(file, 0o600);
  return file;
}

/** Foreign keys go off before BEGIN: inside a transaction the pragma is ignored and a redefined table deletes its cascade children. */
function apply(db: Database.Database, migration: Migration, now: Date): boolean {
  db.pragma("foreign_keys = OFF");
  db.exec("BEGIN IMMEDIATE");
  try {
    if (readHistory(db).has(migration.name)) {
      db.exec("COMMIT");
      return false;
    }
    db.exec(migration.sql);
    const orphans = db.pragma("foreign_key_check");
    if (!Array.isArray(orphans) || orphans.length > 0) throw new Error("it leaves rows whose parent is missing");
    db.prepare(
      'INSERT INTO "_prisma_migrations" ("id", "checksum", "migration_name", "started_at", "finished_at", "applied_steps_count") VALUES (?, ?, ?, ?, ?, 1)',
    ).run(randomUUID(), migration.checksum, migration.name, now.toISOString(), now.toISOString());
    db.exec("COMMIT");
    return true;
  } catch (cause) {
    if (db.inTransaction) db.exec("ROLLBACK");
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new MigrationError(
      `the migration ${migration.name} failed and was rolled back: ${reason}`,
      "Nothing was changed; start the version that was running before and report this message.",
      cause,
    );
  } finally {
    db.pragma("foreign_keys = ON");
  }
}
