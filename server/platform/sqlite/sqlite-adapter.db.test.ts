import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, expect, test } from "vitest";
import { PrismaClient } from "../../../prisma/generated/sqlite/client.ts";
import { migrate } from "../../../prisma/migrate.ts";
import type { Db } from "../app.ts";
import { openDb } from "../db.ts";
import { createSafeSqlite } from "./sqlite-adapter.ts";

let dir: string;
let file: string;
let db: Db;

beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), "espalier-adapter-"));
  file = path.join(dir, "test.db");
  migrate({ file, backupDir: dir, now: new Date("2026-11-20T12:00:00Z") });
  db = openDb(file);
});

afterEach(async () => {
  await db.$disconnect();
  rmSync(dir, { recursive: true, force: true });
});

const put = (key: string) => ({ data: { key, value: "1" }, select: { key: true } });
const keys = async () =>
  (await db.serverMeta.findMany({ orderBy: { key: "asc" }, select: { key: true } })).map(({ key }) => key);

test("ST1 the database is in WAL mode with synchronous FULL and foreign keys on", async () => {
  const pragmas = await db.$transaction(async (tx) => [
    await tx.$queryRaw`PRAGMA journal_mode`,
    await tx.$queryRaw`PRAGMA synchronous`,
    await tx.$queryRaw`PRAGMA foreign_keys`,
    await tx.$queryRaw`PRAGMA busy_timeout`,
  ]);
  expect(pragmas).toEqual([
    [{ journal_mode: "wal" }],
    [{ synchronous: 2n }],
    [{ foreign_keys: 1n }],
    [{ timeout: 5000n }],
  ]);
});

test("ST2 ST3 an acknowledged stand-alone write survives the rollback of a transaction that was open meanwhile (lost write)", async () => {
  const opened = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  const failing = db.$transaction(async (tx) => {
    await tx.serverMeta.create(put("inside"));
    opened.resolve();
    await goOn.promise;
    throw new Error("rolled back on purpose");
  });
  await opened.promise;
  const standAlone = db.serverMeta.create(put("outside"));
  goOn.resolve();
  await expect(failing).rejects.toThrow("rolled back on purpose");
  await standAlone;
  expect(await keys()).toEqual(["outside"]);
});

test("ST3 a reader outside sees no row of an open transaction (dirty read), a reader inside does", async () => {
  await db.$transaction(async (tx) => {
    await tx.serverMeta.create(put("inside"));
    const outside: Db = db;
    expect(await outside.serverMeta.count()).toBe(0);
    expect(await tx.serverMeta.count()).toBe(1);
  });
  expect(await keys()).toEqual(["inside"]);
});

test("ST3 a write that returns rows goes through the lock and is stored", async () => {
  await db.$queryRaw`INSERT INTO server_meta (key, value) VALUES ('raw', '1') RETURNING key`;
  await db.$queryRaw`INSERT INTO server_meta (key, value) VALUES ('raw2', '1') RETURNING key`;
  expect(await keys()).toEqual(["raw", "raw2"]);
});

test("ST4 a busy database refuses BEGIN IMMEDIATE, frees the lock and serves the next write", async () => {
  const other = new Database(file, { timeout: 0 });
  const impatient = new PrismaClient({ adapter: createSafeSqlite(file, 20) });
  other.exec("BEGIN IMMEDIATE");
  await impatient.$queryRaw`SELECT 1`;
  const refused = expect(impatient.$transaction((tx) => tx.serverMeta.create(put("busy")))).rejects.toThrow();
  await refused;
  other.exec("ROLLBACK");
  other.close();
  await impatient.$transaction((tx) => tx.serverMeta.create(put("after")));
  await impatient.$disconnect();
  expect(await keys()).toEqual(["after"]);
});

test("ST4 a COMMIT that fails rolls back, says so, and leaves the connection usable (busy commit)", async () => {
  const failing = db.$transaction(async (tx) => {
    await tx.$executeRaw`PRAGMA defer_foreign_keys = ON`;
    await tx.$executeRaw`INSERT INTO session (id, token, user_id, expires_at) VALUES ('s', 't', 'nobody', '2026-01-01')`;
  });
  await expect(failing).rejects.toThrow();
  await db.serverMeta.create(put("after"));
  expect(await db.session.count()).toBe(0);
  expect(await keys()).toEqual(["after"]);
});

test("ST4 a transaction past its timeout is rolled back and the lock freed exactly once", async () => {
  const late = db.$transaction(
    async (tx) => {
      await tx.serverMeta.create(put("late"));
      await expect
        .poll(
          () =>
            tx.serverMeta.count().then(
              () => "open",
              () => "ended",
            ),
          { timeout: 5000 },
        )
        .toBe("ended");
    },
    { timeout: 50 },
  );
  await expect(late).rejects.toThrow();
  await Promise.all([
    db.serverMeta.create(put("a")),
    db.serverMeta.create(put("b")),
    db.$transaction((tx) => tx.serverMeta.create(put("c"))),
  ]);
  expect(await keys()).toEqual(["a", "b", "c"]);
});

test("ST4 parallel counters lose no step", async () => {
  await db.counter.create({ data: { name: "n", value: 0 }, select: { name: true } });
  await Promise.all(
    Array.from({ length: 40 }, () =>
      db.$transaction(async (tx) => {
        const { value } = await tx.counter.findUniqueOrThrow({ where: { name: "n" }, select: { value: true } });
        await tx.counter.update({ where: { name: "n" }, data: { value: value + 1 }, select: { value: true } });
      }),
    ),
  );
  expect((await db.counter.findUnique({ where: { name: "n" }, select: { value: true } }))?.value).toBe(40);
});
