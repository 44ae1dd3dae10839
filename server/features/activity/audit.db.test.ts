import Database from "better-sqlite3";
import { afterEach, beforeEach, expect, test } from "vitest";
import { databaseFile } from "../../platform/create-app.ts";
import { createTestApp, type TestApp } from "../../platform/test-app.ts";
import { transaction } from "../../platform/transaction.ts";
import { appendAudit, verifyAudit } from "./index.ts";

let app: TestApp;

beforeEach(async () => {
  app = await createTestApp();
});
afterEach(() => app.close());

const write = (object: string) =>
  transaction(app, "test.audit", (tx) =>
    appendAudit(tx, {
      orgId: app.orgId,
      at: app.clock.now(),
      actor: "u",
      action: "job.created",
      object,
      detail: { b: 1, a: "ü" },
    }),
  );

async function writeMany(count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) await write(`job:${n}`);
}

/** Changes a row behind the triggers, as someone with the file could. */
function tamper(sql: string): void {
  const db = new Database(databaseFile(app.env.dataDir));
  db.exec("DROP TRIGGER audit_entry_no_update; DROP TRIGGER audit_entry_no_delete");
  db.exec(sql);
  db.close();
}

test("AU1 INV-28 rows form a chain from the root, also when written at once", async () => {
  await Promise.all(Array.from({ length: 20 }, (_, n) => write(`job:${n}`)));
  const rows = await app.db.auditEntry.findMany({
    orderBy: { seq: "asc" },
    select: { seq: true, prev: true, hash: true },
  });
  expect(rows.map((row) => row.seq)).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
  expect(rows.slice(1).map((row) => row.prev)).toEqual(rows.slice(0, -1).map((row) => row.hash));
  expect(await verifyAudit(app.db)).toEqual({ kind: "whole", count: 20, head: rows.at(-1)?.hash });
});

test("AU1 a row of a transaction that rolls back is not in the chain", async () => {
  await write("job:kept");
  const failing = transaction(app, "test.rollback", async (tx) => {
    await appendAudit(tx, {
      orgId: app.orgId,
      at: app.clock.now(),
      actor: "u",
      action: "job.created",
      object: "job:lost",
    });
    throw new Error("on purpose");
  });
  await expect(failing).rejects.toThrow("on purpose");
  expect(await verifyAudit(app.db)).toMatchObject({ kind: "whole", count: 1 });
});

test("AU2 the database refuses UPDATE and DELETE of audit rows", async () => {
  await write("job:1");
  await expect(app.db.auditEntry.updateMany({ data: { actor: "someone else" } })).rejects.toThrow();
  await expect(app.db.auditEntry.deleteMany({})).rejects.toThrow();
  await expect(app.db.$executeRaw`UPDATE audit_entry SET actor = 'x'`).rejects.toThrow("append-only");
  await expect(app.db.$executeRaw`DELETE FROM audit_entry`).rejects.toThrow("append-only");
  expect(await app.db.auditEntry.count({ where: { actor: "u" } })).toBe(1);
});

test.each([
  ["actor", "UPDATE audit_entry SET actor = 'x' WHERE seq = 3", 3, "hash-differs"],
  ["time", "UPDATE audit_entry SET at = '2020-01-01T00:00:00.000+00:00' WHERE seq = 1", 1, "hash-differs"],
  ["address", "UPDATE audit_entry SET address = '192.0.2.1' WHERE seq = 5", 5, "hash-differs"],
  ["action", "UPDATE audit_entry SET action = 'x' WHERE seq = 2", 2, "hash-differs"],
  ["object", "UPDATE audit_entry SET object = 'x' WHERE seq = 2", 2, "hash-differs"],
  ["detail", "UPDATE audit_entry SET detail_json = NULL WHERE seq = 2", 2, "hash-differs"],
  ["organisation", "UPDATE audit_entry SET org_id = 'x' WHERE seq = 2", 2, "hash-differs"],
  ["link", `UPDATE audit_entry SET prev = '${"0".repeat(64)}' WHERE seq = 4`, 4, "prev-differs"],
  ["missing row", "DELETE FROM audit_entry WHERE seq = 3", 3, "gap"],
])("TH26 AU4 a flipped %s is found at its row", async (_title, sql, seq, reason) => {
  await writeMany(5);
  tamper(sql);
  expect(await verifyAudit(app.db)).toEqual({ kind: "broken", seq, reason });
});
