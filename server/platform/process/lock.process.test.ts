import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { lockDataFolder } from "./lock.ts";

const FIXTURE = path.join(import.meta.dirname, "fixtures/hold-lock.ts");
let dir: string;

beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), "espalier-lock-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test("ST1 a second console on the same data folder is refused with the first one's pid and a fix, until the first is killed", async () => {
  const holder = spawn(process.execPath, [FIXTURE, dir], { stdio: ["ignore", "pipe", "inherit"] });
  await once(holder.stdout, "data");
  expect(() => lockDataFolder(dir, process.pid)).toThrow(
    expect.objectContaining({
      message: `another console (process ${holder.pid}) is running on the data folder ${dir}`,
      fix: expect.stringContaining("--data DIR"),
    }),
  );
  const exited = once(holder, "exit");
  holder.kill("SIGKILL");
  await exited;
  lockDataFolder(dir, process.pid).release();
});

test("the lock is free again after its release", () => {
  lockDataFolder(dir, process.pid).release();
  lockDataFolder(dir, process.pid).release();
});
