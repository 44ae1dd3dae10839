import { createReadStream, mkdirSync, rmSync } from "node:fs";
import { rename, rm, utimes } from "node:fs/promises";
import path from "node:path";
import type { Readable } from "node:stream";
import { hashFile, isUnreadable, publishFile, statFile } from "./blob-file.ts";
import { type BlobPaths, blobPath, blobPaths } from "./blob-paths.ts";
import { createDiskRoom, type DiskRoom, freeBytesOf } from "./disk-room.ts";
import { createKeyedLock, type KeyedLock } from "./keyed-lock.ts";
import { type BlobDraft, type Received, receiveBlob } from "./receive-blob.ts";

interface ByteRange {
  start: number;
  /** Inclusive. */
  end: number;
}

/** IM43: bytes under their BLAKE3, written once, read only. Content decides the name, so writing twice is harmless. */
export interface BlobStore {
  paths: BlobPaths;
  /** Of the disk that the folder is on; whoever takes bytes from outside asks it first. */
  room: DiskRoom;
  /** Whether the bytes are here; asking renews their seven days. */
  has(hash: string): Promise<boolean>;
  stat(hash: string): Promise<{ bytes: number; usedAt: Date } | null>;
  /** The bytes, or a part of them; the caller has asked `stat`. */
  get(hash: string, range?: ByteRange): Readable;
  /** Where the bytes are; throws for what is no hash. */
  fileOf(hash: string): string;
  /** Streams bytes in without keeping them yet. */
  receive(stream: AsyncIterable<Uint8Array>, limitBytes: number): Promise<Received>;
  /** Keeps bytes whatever they are; with `expectedHash` only those. */
  put(stream: AsyncIterable<Uint8Array>, options: PutOptions): Promise<PutOutcome>;
  /** Takes over a finished file whose hash is `hash`; false when the blob was there already. */
  adopt(file: string, hash: string): Promise<boolean>;
  /** Removes a blob not used since `usedBefore`; false when it was used meanwhile or is gone. */
  forget(hash: string, usedBefore: Date): Promise<boolean>;
  /** Hashes the bytes again and moves them to quarantine when they differ or the disk cannot give them back. */
  verify(hash: string): Promise<"intact" | "quarantined" | "missing">;
}

interface PutOptions {
  limitBytes: number;
  expectedHash?: string;
}

type PutOutcome =
  | { kind: "stored"; hash: string; bytes: number; isNew: boolean }
  | { kind: "hash_mismatch"; hash: string }
  | Exclude<Received, { kind: "received" }>;

interface Parts {
  root: string;
  clock: { now(): Date };
  random: { uuid(): string };
  /** Bytes that are free on the folder's disk; the system's word unless given. */
  freeBytes?: (() => Promise<number>) | undefined;
  /** The BLAKE3 of a file; read from the disk unless given. */
  hashOf?: ((file: string) => Promise<string>) | undefined;
}

/** Opens the blob folder and removes what an interrupted upload left in it. One process owns the folder. */
export function openBlobStore({ root, clock, random, freeBytes, hashOf = hashFile }: Parts): BlobStore {
  const paths = blobPaths(root);
  rmSync(paths.incoming, { recursive: true, force: true });
  for (const dir of [root, paths.incoming, paths.parts, paths.quarantine]) {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
  }
  const lock = createKeyedLock();
  const pathOf = (hash: string) => blobPath(root, hash);
  const receive: BlobStore["receive"] = async (stream, limitBytes) => {
    const file = path.join(paths.incoming, random.uuid());
    const received = await receiveBlob(stream, { file, limitBytes, targetOf: pathOf, now: clock.now });
    return received.kind === "received" ? { kind: "received", draft: keepUnder(lock, received.draft) } : received;
  };
  return {
    paths,
    room: createDiskRoom(freeBytes ?? (() => freeBytesOf(root))),
    has: (hash) => lock.run(hash, () => renew(pathOf(hash), clock.now())),
    stat: (hash) => statFile(pathOf(hash)),
    fileOf: pathOf,
    get: (hash, range) => createReadStream(pathOf(hash), range),
    receive,
    put: async (stream, options) => keepExpected(await receive(stream, options.limitBytes), options.expectedHash),
    adopt: (file, hash) => lock.run(hash, () => publishFile(file, pathOf(hash), clock.now())),
    forget: (hash, usedBefore) => lock.run(hash, () => removeUnused(pathOf(hash), usedBefore)),
    verify: (hash) => lock.run(hash, () => verifyFile(pathOf(hash), { hash, quarantine: paths.quarantine, hashOf })),
  };
}

const keepUnder = (lock: KeyedLock, draft: BlobDraft): BlobDraft => ({
  ...draft,
  keep: () => lock.run(draft.hash, draft.keep),
});

async function keepExpected(received: Received, expectedHash: string | undefined): Promise<PutOutcome> {
  if (received.kind !== "received") return received;
  const { draft } = received;
  const { hash, bytes } = draft;
  if (expectedHash !== undefined && hash !== expectedHash) {
    await draft.discard();
    return { kind: "hash_mismatch", hash };
  }
  return { kind: "stored", hash, bytes, isNew: await draft.keep() };
}

async function renew(file: string, now: Date): Promise<boolean> {
  if ((await statFile(file)) === null) return false;
  await utimes(file, now, now);
  return true;
}

async function removeUnused(file: string, usedBefore: Date): Promise<boolean> {
  const known = await statFile(file);
  if (known === null || known.usedAt >= usedBefore) return false;
  await rm(file, { force: true });
  return true;
}

async function verifyFile(
  file: string,
  { hash, quarantine, hashOf }: { hash: string; quarantine: string; hashOf(file: string): Promise<string> },
): Promise<"intact" | "quarantined" | "missing"> {
  if ((await statFile(file)) === null) return "missing";
  const found = await hashOf(file).catch((cause: unknown) => {
    if (isUnreadable(cause)) return null;
    throw cause;
  });
  if (found === hash) return "intact";
  await rename(file, path.join(quarantine, hash));
  return "quarantined";
}
