import { PrismaBetterSqlite3 } from "@prisma/adapter-better-sqlite3";
import {
  DriverAdapterError,
  type IsolationLevel,
  isDriverAdapterError,
  type SqlDriverAdapter,
  type SqlDriverAdapterFactory,
  type SqlQuery,
  type SqlResultSet,
  type Transaction,
} from "@prisma/driver-adapter-utils";
import { SqliteLock } from "./sqlite-lock.ts";

const BUSY_TIMEOUT_MS = 5000;
const MAX_REMEMBERED_WRITES = 2000;
const NAME = "espalier-sqlite";

/** ST2 to ST4: one writer, one read-only connection, and one lock that also covers stand-alone writes. */
export function createSafeSqlite(file: string, busyTimeoutMs = BUSY_TIMEOUT_MS): SqlDriverAdapterFactory {
  return { provider: "sqlite", adapterName: NAME, connect: () => connectSafely(file, busyTimeoutMs) };
}

async function connectSafely(file: string, timeout: number): Promise<SqlDriverAdapter> {
  const writer = await new PrismaBetterSqlite3({ url: file, timeout }).connect();
  await writer.executeScript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;");
  const reader = await new PrismaBetterSqlite3({ url: file, readonly: true, timeout }).connect();
  return new SafeSqlite(writer, reader);
}

const plain = (sql: string): SqlQuery => ({ sql, args: [], argTypes: [] });

class SafeSqlite implements SqlDriverAdapter {
  readonly provider = "sqlite";
  readonly adapterName = NAME;
  readonly #writer: SqlDriverAdapter;
  readonly #reader: SqlDriverAdapter;
  readonly #lock = new SqliteLock();
  readonly #writes = new Set<string>();

  constructor(writer: SqlDriverAdapter, reader: SqlDriverAdapter) {
    this.#writer = writer;
    this.#reader = reader;
  }

  /** ST3: whether a statement only reads is SQLite's own word: the read-only connection refuses it before any effect. */
  async queryRaw(query: SqlQuery): Promise<SqlResultSet> {
    if (!this.#writes.has(query.sql)) {
      try {
        return await this.#reader.queryRaw(query);
      } catch (error) {
        if (!isReadOnlyRefusal(error)) throw error;
        if (this.#writes.size >= MAX_REMEMBERED_WRITES) this.#writes.clear();
        this.#writes.add(query.sql);
      }
    }
    return this.#locked(() => this.#writer.queryRaw(query));
  }

  executeRaw(query: SqlQuery): Promise<number> {
    return this.#locked(() => this.#writer.executeRaw(query));
  }

  executeScript(script: string): Promise<void> {
    return this.#locked(() => this.#writer.executeScript(script));
  }

  /** ST4: the lock is freed when BEGIN IMMEDIATE fails, else by the transaction's end. */
  async startTransaction(isolationLevel?: IsolationLevel): Promise<Transaction> {
    if (isolationLevel !== undefined && isolationLevel !== "SERIALIZABLE") {
      throw new DriverAdapterError({ kind: "InvalidIsolationLevel", level: isolationLevel });
    }
    const release = await this.#lock.acquire();
    try {
      await this.#writer.executeRaw(plain("BEGIN IMMEDIATE"));
    } catch (error) {
      release();
      throw error;
    }
    return new SafeTransaction(this.#writer, release);
  }

  async dispose(): Promise<void> {
    const release = await this.#lock.acquire();
    try {
      await this.#reader.dispose();
      await this.#writer.dispose();
    } finally {
      release();
    }
  }

  async #locked<T>(run: () => Promise<T>): Promise<T> {
    const release = await this.#lock.acquire();
    try {
      return await run();
    } finally {
      release();
    }
  }
}

class SafeTransaction implements Transaction {
  readonly provider = "sqlite";
  readonly adapterName = NAME;
  readonly options = { usePhantomQuery: true };
  readonly #writer: SqlDriverAdapter;
  readonly #release: () => void;
  #isOpen = true;

  constructor(writer: SqlDriverAdapter, release: () => void) {
    this.#writer = writer;
    this.#release = release;
  }

  async queryRaw(query: SqlQuery): Promise<SqlResultSet> {
    this.#assertOpen();
    return this.#writer.queryRaw(query);
  }

  async executeRaw(query: SqlQuery): Promise<number> {
    this.#assertOpen();
    return this.#writer.executeRaw(query);
  }

  /** A COMMIT that fails (a full disk, another process) is rolled back, so the connection is never left inside a transaction. */
  async commit(): Promise<void> {
    this.#assertOpen();
    this.#isOpen = false;
    try {
      await this.#writer.executeRaw(plain("COMMIT"));
    } catch (error) {
      await this.#rollBackQuietly();
      throw error;
    } finally {
      this.#release();
    }
  }

  async rollback(): Promise<void> {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    try {
      await this.#rollBackQuietly();
    } finally {
      this.#release();
    }
  }

  async createSavepoint(name: string): Promise<void> {
    await this.executeRaw(plain(`SAVEPOINT ${name}`));
  }

  async rollbackToSavepoint(name: string): Promise<void> {
    await this.executeRaw(plain(`ROLLBACK TO ${name}`));
  }

  async releaseSavepoint(name: string): Promise<void> {
    await this.executeRaw(plain(`RELEASE SAVEPOINT ${name}`));
  }

  /** SQLite may have ended the transaction by itself; then there is nothing to roll back. */
  async #rollBackQuietly(): Promise<void> {
    try {
      await this.#writer.executeRaw(plain("ROLLBACK"));
    } catch (error) {
      if (!(error instanceof Error) || !error.message.includes("no transaction is active")) throw error;
    }
  }

  #assertOpen(): void {
    if (!this.#isOpen)
      throw new DriverAdapterError({ kind: "TransactionAlreadyClosed", cause: "the transaction has ended" });
  }
}

function isReadOnlyRefusal(error: unknown): boolean {
  return isDriverAdapterError(error) && (error.cause.originalCode ?? "").startsWith("SQLITE_READONLY");
}
