import { type FileHandle, open, rm } from "node:fs/promises";
import { openBlake3 } from "../../../core/canonical/blake3-stream.ts";
import type { ByteSource } from "../../../core/imaging/sniff/byte-source.ts";
import { noRoomCode, publishFile, withFileSource } from "./blob-file.ts";

/** Bytes on disk that are not a blob yet: kept under their hash, or thrown away. */
export interface BlobDraft {
  hash: string;
  bytes: number;
  inspect<T>(read: (source: ByteSource) => Promise<T>): Promise<T>;
  /** False when the blob was there already; where it cannot be kept nothing stays. */
  keep(): Promise<boolean>;
  discard(): Promise<void>;
}

export type Received =
  | { kind: "received"; draft: BlobDraft }
  | { kind: "too_large" }
  | { kind: "cut"; bytes: number }
  | { kind: "no_room"; code: string };

interface Reception {
  file: string;
  limitBytes: number;
  targetOf(hash: string): string;
  now(): Date;
}

/** Streams bytes into a temporary file, hashing on the way; every outcome but `received` leaves no file (IM45). */
export async function receiveBlob(stream: AsyncIterable<Uint8Array>, reception: Reception): Promise<Received> {
  const { file } = reception;
  const discard = () => rm(file, { force: true });
  let isDraft = false;
  try {
    const written = await writeStream(stream, reception);
    if (written.kind !== "written") return written;
    const { hash, bytes } = written;
    isDraft = true;
    const inspect: BlobDraft["inspect"] = (read) => withFileSource(file, read);
    const keep = async () => {
      try {
        return await publishFile(file, reception.targetOf(hash), reception.now());
      } catch (cause) {
        await discard();
        throw cause;
      }
    };
    return { kind: "received", draft: { hash, bytes, inspect, keep, discard } };
  } catch (cause) {
    const code = noRoomCode(cause);
    if (code === null) throw cause;
    return { kind: "no_room", code };
  } finally {
    if (!isDraft) await discard();
  }
}

type Written = { kind: "written"; hash: string; bytes: number } | Exclude<Received, { kind: "received" }>;

async function writeStream(stream: AsyncIterable<Uint8Array>, { file, limitBytes }: Reception): Promise<Written> {
  const hash = await openBlake3();
  const handle = await open(file, "wx", 0o600);
  const pieces = stream[Symbol.asyncIterator]();
  let bytes = 0;
  try {
    for (;;) {
      const next = await nextPiece(pieces);
      if (next === "cut") return { kind: "cut", bytes };
      if (next === "end") return { kind: "written", hash: hash.digestHex(), bytes };
      bytes += next.length;
      if (bytes > limitBytes) return { kind: "too_large" };
      hash.update(next);
      await writeWhole(handle, next);
    }
  } finally {
    await handle.close();
    // A reader that stops early lets go of the stream, or nobody could read and throw away its rest.
    await pieces.return?.();
  }
}

async function nextPiece(pieces: AsyncIterator<Uint8Array>): Promise<Uint8Array | "cut" | "end"> {
  try {
    const next = await pieces.next();
    return next.done === true ? "end" : next.value;
  } catch {
    return "cut";
  }
}

/** A short write is legal and is gone on with. */
export async function writeWhole(handle: FileHandle, piece: Uint8Array): Promise<void> {
  let done = 0;
  while (done < piece.length) done += (await handle.write(piece, done)).bytesWritten;
}
