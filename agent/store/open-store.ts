import { createHash } from "node:crypto";
import { chmodSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { isTuneLockHeld } from "../autotune/lock/tune-lock.ts";
import { makeFolder } from "../host/make-folder.ts";
import { ADDED_COLUMNS, STORE_SCHEMA } from "./schema.ts";

/** A bad file that was moved aside at open (OB3). */
interface Quarantined {
  sha256: string;
  movedTo: string;
}

/** One open agent.db. Several processes may hold the file open (ID5). */
export interface AgentStore {
  readonly db: DatabaseSync;
  readonly path: string;
  readonly quarantined: Quarantined | null;
  /** Runs `change` in one immediate transaction; nested calls join it. Rolls back and rethrows on failure. */
  transaction<T>(change: () => T): T;
  close(): void;
}

const BUSY_TIMEOUT_MS = 5000;

function connect(path: string): DatabaseSync {
  const db = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
  try {
    chmodSync(path, 0o600);
    db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA foreign_keys = ON;");
    return db;
  } catch (failure) {
    db.close();
    throw failure;
  }
}

function isCorrupt(failure: unknown): boolean {
  if (!(failure instanceof Error)) return false;
  const code = "errcode" in failure ? failure.errcode : null;
  return code === 11 || code === 26;
}

function isSound(path: string): boolean {
  try {
    const db = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
    try {
      return db.prepare("PRAGMA quick_check(1)").get()?.["quick_check"] === "ok";
    } finally {
      db.close();
    }
  } catch (failure) {
    if (isCorrupt(failure)) return false;
    throw failure;
  }
}

/** Never while a live tune run may be writing (OB3). */
function quarantine(path: string): Quarantined {
  if (isTuneLockHeld(dirname(path))) throw new Error(`${path} is damaged and a tune run is using it`);
  const sha256 = createHash("sha256").update(readFileSync(path)).digest("hex");
  const movedTo = `${path}.bad-${sha256.slice(0, 12)}`;
  renameSync(path, movedTo);
  for (const suffix of ["-wal", "-shm"]) rmSync(`${path}${suffix}`, { force: true });
  return { sha256, movedTo };
}

/** B85: brings a file of any age to this version; safe to run again. */
function migrate(db: DatabaseSync): void {
  db.exec("BEGIN IMMEDIATE");
  try {
    db.exec(STORE_SCHEMA);
    for (const { table, column } of ADDED_COLUMNS) {
      const name = column.split(" ", 1)[0] ?? "";
      const isThere = db.prepare("SELECT 1 FROM pragma_table_info(?) WHERE name = ?").get(table, name) !== undefined;
      if (!isThere) db.exec(`ALTER TABLE ${table} ADD COLUMN ${column}`);
    }
    db.exec("COMMIT");
  } catch (failure) {
    db.exec("ROLLBACK");
    throw failure;
  }
}

function makeTransaction(db: DatabaseSync): AgentStore["transaction"] {
  return (change) => {
    if (db.isTransaction) return change();
    db.exec("BEGIN IMMEDIATE");
    try {
      const result = change();
      db.exec("COMMIT");
      return result;
    } catch (failure) {
      if (db.isTransaction) db.exec("ROLLBACK");
      throw failure;
    }
  };
}

/** Only our own file is moved aside (OB3): another one named by `--db-path` may be somebody's work. */
function checked(dbPath: string, isOwn: boolean): Quarantined | null {
  const standing = statSync(dbPath, { throwIfNoEntry: false });
  if (standing === undefined) return null;
  if (!standing.isFile()) throw new Error(`database ${dbPath} is not a plain file`);
  const isWhole = isSound(dbPath);
  if (isOwn) return isWhole ? null : quarantine(dbPath);
  if (isWhole && !isForeign(dbPath)) return null;
  throw new Error(`${dbPath} is not a database of espalier; give another --db-path`);
}

/** Another program's database: it has tables and none of ours. */
function isForeign(path: string): boolean {
  const db = new DatabaseSync(path, { readOnly: true, timeout: BUSY_TIMEOUT_MS });
  try {
    const names = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
    return names.length > 0 && !names.some(({ name }) => name === "tune_trials");
  } finally {
    db.close();
  }
}

/**
 * A store to read from that leaves the file as it is: the rows are copied aside and brought to this version there, so
 * that an old file can be read too. Throws when the file is damaged or not ours.
 */
export function openStoreCopy(dbPath: string): AgentStore {
  const folder = mkdtempSync(join(tmpdir(), "espalier-report-"));
  const copy = join(folder, "agent.db");
  const drop = () => rmSync(folder, { recursive: true, force: true });
  try {
    const source = new DatabaseSync(dbPath, { readOnly: true, timeout: BUSY_TIMEOUT_MS });
    try {
      source.prepare("VACUUM INTO ?").run(copy);
    } finally {
      source.close();
    }
    if (isForeign(copy)) throw new Error(`${dbPath} is not a database of espalier; give another --db-path`);
    const store = openStore(folder);
    return {
      ...store,
      close: () => {
        store.close();
        drop();
      },
    };
  } catch (failure) {
    drop();
    if (isCorrupt(failure)) throw new Error(`${dbPath} is not a database of espalier, or it is damaged`);
    throw failure;
  }
}

/** Opens `agent.db` of a state folder, creating both (0700, 0600); a file that fails its check is moved aside (OB1, OB3). */
export function openStore(stateDir: string, dbPath: string = join(stateDir, "agent.db")): AgentStore {
  makeFolder(dirname(dbPath));
  const quarantined = checked(dbPath, dbPath === join(stateDir, "agent.db"));
  const db = connect(dbPath);
  try {
    migrate(db);
  } catch (failure) {
    db.close();
    throw failure;
  }
  return { db, path: dbPath, quarantined, transaction: makeTransaction(db), close: () => db.close() };
}
