import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { AppliedConfig } from "../../store/obligations/obligation.ts";
import { putBackupBack } from "../apply/apply-recipe.ts";

/** SHA-256 of a file's bytes as an obligation keeps it, lower-case hex. */
export function fileSha256(path: string): string {
  return createHash("sha256").update(readFileSync(path)).digest("hex");
}

/** B35: the backup's bytes in place of the applied ones; false when the file holds other bytes meanwhile. Throws when it cannot be written. */
export function putConfigBack({ path, sha256, backupPath }: AppliedConfig): boolean {
  if (fileSha256(path) !== sha256) return false;
  const result = putBackupBack(path, backupPath);
  if (result.kind === "failed") throw new Error(result.reason);
  return true;
}
