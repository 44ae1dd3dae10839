import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import Database from "better-sqlite3";
import { afterEach, beforeEach, expect, test } from "vitest";
import { migrate } from "../../../prisma/migrate.ts";
import { openDb } from "../db.ts";

const FIXTURE = path.join(import.meta.dirname, "fixtures/commit-forever.ts");
let dir: string;
let file: string;

beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), "espalier-kill-"));
  file = path.join(dir, "test.db");
  migrate({ file, backupDir: dir, now: new Date("2026-11-20T12:00:00Z") });
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test.each([1, 40, 157, 311])(
  "ST1 INV-9 a kill -9 after %i acknowledged rows loses none and leaves no half transaction",
  async (count) => {
    const child = spawn(process.execPath, [FIXTURE, file], { stdio: ["ignore", "pipe", "inherit"] });
    const acknowledged: string[] = [];
    const exited = once(child, "exit");
    for await (const line of createInterface({ input: child.stdout })) {
      acknowledged.push(line);
      if (acknowledged.length === count) child.kill("SIGKILL");
    }
    await exited;

    const db = openDb(file);
    const keys = new Set((await db.serverMeta.findMany({ select: { key: true } })).map((row) => row.key));
    const halves = new Set((await db.counter.findMany({ select: { name: true } })).map((row) => row.name));
    await db.$disconnect();
    expect(acknowledged.filter((key) => !keys.has(key))).toEqual([]);
    expect([...keys].filter((key) => key.startsWith("tx-")).sort()).toEqual([...halves].sort());
    const raw = new Database(file);
    expect(raw.pragma("integrity_check")).toEqual([{ integrity_check: "ok" }]);
    raw.close();
  },
);
