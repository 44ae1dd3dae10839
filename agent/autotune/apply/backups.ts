import { closeSync, fsyncSync, openSync, readdirSync, rmSync, writeSync } from "node:fs";
import { basename, dirname, join } from "node:path";

const LAST_COUNTER = 65_535;
const KEPT_BACKUPS = 20;

/** `<config>.bak-<unix-ts>-<counter>` with the lowest counter `create` accepts; it answers false for a name that is taken (B80). */
export function takeBackupName(stem: string, unixS: number, create: (path: string) => boolean): string {
  for (let counter = 0; counter <= LAST_COUNTER; counter += 1) {
    const path = `${stem}.bak-${unixS}-${counter}`;
    if (create(path)) return path;
  }
  throw new Error(`no free backup name ${stem}.bak-${unixS}-0 to -${LAST_COUNTER}`);
}

/** Writes `bytes` to a fresh backup beside the config, mode 0600 and on disk before it returns (B80, B84). */
export function writeBackup(configPath: string, bytes: Buffer, unixS: number): string {
  let file = -1;
  const path = takeBackupName(configPath, unixS, (name) => {
    try {
      file = openSync(name, "wx", 0o600);
      return true;
    } catch (cause) {
      if (cause instanceof Error && "code" in cause && cause.code === "EEXIST") return false;
      throw cause;
    }
  });
  try {
    writeAll(file, bytes);
    fsyncSync(file);
  } catch (cause) {
    rmSync(path, { force: true });
    throw cause;
  } finally {
    closeSync(file);
  }
  return path;
}

/** Writes every byte, however many calls it takes. */
export function writeAll(file: number, bytes: Buffer): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
}

/** B84: the newest 20 backups of this config stay, older ones go. */
export function dropOldBackups(configPath: string): void {
  const folder = dirname(configPath);
  const stem = `${basename(configPath)}.bak-`;
  const backups = readdirSync(folder).flatMap((name) => {
    const numbers = name.startsWith(stem) ? /^(\d+)-(\d+)$/.exec(name.slice(stem.length)) : null;
    return numbers === null ? [] : [{ name, at: Number(numbers[1]), counter: Number(numbers[2]) }];
  });
  const newestFirst = backups.sort((left, right) => right.at - left.at || right.counter - left.counter);
  for (const { name } of newestFirst.slice(KEPT_BACKUPS)) rmSync(join(folder, name), { force: true });
}
