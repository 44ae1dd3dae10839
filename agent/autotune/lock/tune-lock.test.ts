import { randomUUID } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, onTestFinished, test } from "vitest";
import { isTuneLockHeld, takeTuneLock } from "./tune-lock.ts";

/** A state folder whose lock was taken and let go. */
async function usedFolder(): Promise<string> {
  const stateDir = mkdtempSync(join(tmpdir(), "espalier-lock-"));
  (await hold(stateDir)).release({ keepsCandidate: false });
  return stateDir;
}

async function hold(stateDir: string) {
  const taken = await takeTuneLock(stateDir, randomUUID());
  if (taken.kind === "busy") throw new Error(`busy: ${taken.pid}`);
  return taken.lock;
}

/** A look at the lock that is caught in its instant; returns what ends it. */
function look(stateDir: string): () => void {
  const reader = new DatabaseSync(join(stateDir, "tune.lock"), { timeout: 0, readOnly: true });
  onTestFinished(() => {
    if (reader.isOpen) reader.close();
  });
  reader.exec("BEGIN; SELECT 1 FROM sqlite_schema");
  return () => reader.close();
}

test("B100 a look at the lock keeps no run from taking it", async () => {
  const stateDir = await usedFolder();
  const endLook = look(stateDir);
  const taking = hold(stateDir);
  endLook();
  (await taking).release({ keepsCandidate: false });
});

test("B100, T12 a look sees a run that holds the lock, and no other look", async () => {
  const stateDir = await usedFolder();
  const endLook = look(stateDir);
  expect(isTuneLockHeld(stateDir)).toBe(false);
  endLook();
  const lock = await hold(stateDir);
  expect(isTuneLockHeld(stateDir)).toBe(true);
  lock.release({ keepsCandidate: false });
  expect(isTuneLockHeld(stateDir)).toBe(false);
});
