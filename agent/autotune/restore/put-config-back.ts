import { createHash } from "node:crypto";
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import type { AppliedConfig } from "../../store/obligation.ts";

/** SHA-256 of a file's bytes as an obligation keeps it, lower-case hex. */
function fileSha256(path: string): string {
  return createHash("sha256").update(readFileSync(path)).digest("hex");
}

/** B35: the backup's bytes in place of the applied ones, at once or not at all; false when the file holds other bytes meanwhile. Throws when it cannot be written. */
export function putConfigBack({ path, sha256, backupPath }: AppliedConfig): boolean {
  if (fileSha256(path) !== sha256) return false;
  const draft = `${path}.put-back`;
  const file = openSync(draft, "w", 0o600);
  writeSync(file, readFileSync(backupPath));
  fsyncSync(file);
  closeSync(file);
  renameSync(draft, path);
  const folder = openSync(dirname(path), "r");
  fsyncSync(folder);
  closeSync(folder);
  return true;
}
