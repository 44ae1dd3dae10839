import { chmod, mkdir, open, rename, rm, stat, utimes } from "node:fs/promises";
import path from "node:path";
import { type Blake3Stream, openBlake3 } from "../../../core/canonical/blake3-stream.ts";
import type { ByteSource } from "../../../core/imaging/sniff/byte-source.ts";

const READ_BYTES = 1024 * 1024;
const NO_ROOM = new Set(["ENOSPC", "EDQUOT", "EFBIG", "EROFS"]);
const ErrorCode = (cause: unknown): string | null =>
  cause instanceof Error && "code" in cause && typeof cause.code === "string" ? cause.code : null;

/** The system's word for a full or read-only disk; null for any other failure. */
export function noRoomCode(cause: unknown): string | null {
  const code = ErrorCode(cause);
  return code !== null && NO_ROOM.has(code) ? code : null;
}

/** The disk itself cannot give the bytes back: a damaged file. */
export const isUnreadable = (cause: unknown): boolean => ErrorCode(cause) === "EIO";

/** Size and last use of a file; null when there is none. */
export async function statFile(file: string): Promise<{ bytes: number; usedAt: Date } | null> {
  try {
    const { size, mtime } = await stat(file);
    return { bytes: size, usedAt: mtime };
  } catch (cause) {
    if (ErrorCode(cause) === "ENOENT") return null;
    throw cause;
  }
}

/** BLAKE3 of a file, read piece by piece; pauses between pieces so that requests go on. */
export async function hashFile(file: string): Promise<string> {
  const handle = await open(file, "r");
  try {
    const hash: Blake3Stream = await openBlake3();
    const buffer = new Uint8Array(READ_BYTES);
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, READ_BYTES);
      if (bytesRead === 0) return hash.digestHex();
      hash.update(buffer.subarray(0, bytesRead));
    }
  } finally {
    await handle.close();
  }
}

/** Runs `read` over an open file's bytes. */
export async function withFileSource<T>(file: string, read: (source: ByteSource) => Promise<T>): Promise<T> {
  const handle = await open(file, "r");
  try {
    const { size } = await handle.stat();
    return await read({
      sizeBytes: size,
      read: async (offset, length) => {
        const buffer = new Uint8Array(length);
        if (offset >= size) return buffer.subarray(0, 0);
        const { bytesRead } = await handle.read(buffer, 0, length, offset);
        return buffer.subarray(0, bytesRead);
      },
    });
  } finally {
    await handle.close();
  }
}

/** BL3, IM43: makes a finished file durable under its name; false when that name stands already, whose age then starts anew. */
export async function publishFile(file: string, target: string, usedAt: Date): Promise<boolean> {
  if ((await statFile(target)) !== null) {
    await utimes(target, usedAt, usedAt);
    await rm(file, { force: true });
    return false;
  }
  await chmod(file, 0o444);
  await utimes(file, usedAt, usedAt);
  await syncPath(file);
  const folder = path.dirname(target);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await rename(file, target);
  for (const dir of [folder, path.dirname(folder), path.dirname(path.dirname(folder))]) await syncPath(dir);
  return true;
}

async function syncPath(target: string): Promise<void> {
  const handle = await open(target, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
