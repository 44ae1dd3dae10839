import { closeSync, fchmodSync, fsyncSync, openSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { writeAll } from "./backups.ts";

/** What stands between the old file and the new one; tests stop a writer at each. */
export type WriteStep = "locked" | "backed-up" | "draft-created" | "draft-written" | "renamed" | "settled";

export interface Replacement {
  readonly path: string;
  readonly bytes: Buffer;
  readonly onStep: (step: WriteStep) => void;
}

/** Puts `bytes` in the place of a file, under the caller's lock: draft in the same folder, fsync, rename, fsync of the folder, mode 0600 (B79, B84). */
export function replaceFile({ path, bytes, onStep }: Replacement): void {
  const folder = dirname(path);
  const draft = join(folder, `.${basename(path)}.draft`);
  rmSync(draft, { force: true });
  const file = openSync(draft, "wx", 0o600);
  try {
    onStep("draft-created");
    fchmodSync(file, 0o600);
    writeAll(file, bytes);
    fsyncSync(file);
    onStep("draft-written");
    renameSync(draft, path);
  } catch (cause) {
    rmSync(draft, { force: true });
    throw cause;
  } finally {
    closeSync(file);
  }
  onStep("renamed");
  syncFolder(folder);
}

/** Makes names in a folder durable. */
export function syncFolder(folder: string): void {
  const file = openSync(folder, "r");
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
