import { open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/** Writes a whole file: temporary file, flush, rename, flush of the folder (TU2). A crash leaves the old or the new one. Rejects with the file system's error. */
export async function replaceFile(path: string, text: string): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  try {
    const file = await open(temporary, "w", 0o644);
    try {
      await file.writeFile(text, "utf8");
      await file.sync();
    } finally {
      await file.close();
    }
    await renameFlushed(temporary, path);
  } catch (failure) {
    await rm(temporary, { force: true });
    throw failure;
  }
}

/** Renames over a file and flushes it and the folder (TU47). */
export async function renameFlushed(from: string, to: string): Promise<void> {
  await rename(from, to);
  await flush(to);
  await flush(dirname(to));
}

async function flush(path: string): Promise<void> {
  const file = await open(path, "r");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
