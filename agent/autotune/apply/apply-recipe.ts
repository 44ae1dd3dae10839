import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { takeExclusiveFile } from "../../host/exclusive-file.ts";
import { dropOldBackups, writeBackup } from "./backups.ts";
import { readConfigSafely } from "./config-file.ts";
import { editOwnedKeys } from "./edit-config.ts";
import type { OwnedValues } from "./owned-values.ts";
import { replaceFile, syncFolder, type WriteStep } from "./replace-file.ts";

export interface ApplyRequest {
  readonly configPath: string;
  readonly values: OwnedValues;
  readonly wallMs: number;
  /** Called between two steps of the write, for tests of what a crash leaves. */
  readonly onStep?: (step: WriteStep) => void;
}

export type ApplyResult =
  | { readonly kind: "applied"; readonly backupPath: string }
  /** The config is as it was; `reason` names file and cause. */
  | { readonly kind: "failed"; readonly reason: string };

/** Writes the four owned keys under an exclusive lock, after a backup, at once or not at all (B77–B84). Never throws. */
export function applyRecipe(request: ApplyRequest): ApplyResult {
  return underLock(request.configPath, () => {
    const { configPath, values, wallMs, onStep = () => undefined } = request;
    onStep("locked");
    const before = readConfigSafely(configPath);
    if (before.kind === "refused") return failed(configPath, before.reason);
    const edit = editOwnedKeys(before.text, values);
    if (edit.kind === "refused") return failed(configPath, edit.reason);
    const backupPath = writeBackup(configPath, before.bytes, Math.floor(wallMs / 1000));
    syncFolder(dirname(configPath));
    onStep("backed-up");
    const again = readConfigSafely(configPath);
    if (again.kind !== before.kind || !again.bytes.equals(before.bytes)) {
      return failed(configPath, "it was changed by somebody else meanwhile");
    }
    replaceFile({ path: configPath, bytes: Buffer.from(edit.text, "utf8"), onStep });
    dropOldBackups(configPath);
    onStep("settled");
    return { kind: "applied", backupPath };
  });
}

/** B35: the bytes of a backup in place of the config, as durably as an apply. Never throws. */
export function putBackupBack(configPath: string, backupPath: string): ApplyResult {
  return underLock(configPath, () => {
    const backup = readConfigSafely(backupPath);
    if (backup.kind !== "file") return failed(backupPath, backup.kind === "missing" ? "it is missing" : backup.reason);
    replaceFile({ path: configPath, bytes: backup.bytes, onStep: () => undefined });
    return { kind: "applied", backupPath };
  });
}

/** Why an apply to this file would be refused now, null when it would not: said before hours of measuring. */
export function applyProblem(configPath: string, values: OwnedValues): string | null {
  try {
    const read = readConfigSafely(configPath);
    if (read.kind === "refused") return read.reason;
    const edit = editOwnedKeys(read.text, values);
    return edit.kind === "refused" ? edit.reason : null;
  } catch (cause) {
    return messageOf(cause);
  }
}

function underLock(configPath: string, change: () => ApplyResult): ApplyResult {
  try {
    mkdirSync(dirname(configPath), { recursive: true, mode: 0o700 });
    const lock = takeExclusiveFile(`${configPath}.lock`);
    if (lock === null) return failed(configPath, "another process is changing it");
    try {
      return change();
    } finally {
      lock.release();
    }
  } catch (cause) {
    return failed(configPath, messageOf(cause));
  }
}

function failed(path: string, reason: string): ApplyResult {
  return { kind: "failed", reason: `${path}: ${reason}` };
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
