import { open, readdir, rm } from "node:fs/promises";
import path from "node:path";
import { isBlobHash } from "../../../core/canonical/blob-hash.ts";
import { hashFile, noRoomCode, statFile } from "./blob-file.ts";
import { writeWhole } from "./receive-blob.ts";

/** One unfinished upload of an agent. */
export interface PartKey {
  agentId: string;
  hash: string;
}

export type Appended =
  | { kind: "more"; offset: number }
  | { kind: "complete"; file: string }
  | { kind: "wrong_offset"; offset: number }
  | { kind: "hash_mismatch"; hash: string }
  | { kind: "too_many" }
  | { kind: "no_room"; code: string };

interface Part {
  offset: number;
  total: number;
  stream: AsyncIterable<Uint8Array>;
}

/** BL2: an upload that got no part for so long is thrown away, in milliseconds. */
export const PART_LIFE_MS = 24 * 60 * 60_000;
/** Unfinished uploads one agent may have. */
const MAX_UNFINISHED = 16;

function partFile(dir: string, { agentId, hash }: PartKey): string {
  if (!isBlobHash(hash) || !/^[0-9a-f-]{36}$/.test(agentId)) throw new Error("not a part of a blob");
  return path.join(dir, `${agentId}.${hash}`);
}

/** BL1: how many bytes of an unfinished upload are here. */
export async function partOffset(dir: string, key: PartKey): Promise<number> {
  return (await statFile(partFile(dir, key)))?.bytes ?? 0;
}

/** BL1: appends one part; what a cut stream brought is kept. The last one is followed by the hash, and a mismatch deletes all. */
export async function appendPart(dir: string, key: PartKey, part: Part): Promise<Appended> {
  const file = partFile(dir, key);
  const known = await statFile(file);
  const held = known?.bytes ?? 0;
  if (part.offset !== held) return { kind: "wrong_offset", offset: held };
  if (known === null && (await countParts(dir, key.agentId)) >= MAX_UNFINISHED) return { kind: "too_many" };
  try {
    await appendStream(file, part);
  } catch (cause) {
    const code = noRoomCode(cause);
    if (code === null) throw cause;
    return { kind: "no_room", code };
  }
  const offset = await partOffset(dir, key);
  if (offset < part.total) return { kind: "more", offset };
  const hash = await hashFile(file);
  if (hash === key.hash && offset === part.total) return { kind: "complete", file };
  await rm(file, { force: true });
  return { kind: "hash_mismatch", hash };
}

async function appendStream(file: string, { stream, total, offset }: Part): Promise<void> {
  const handle = await open(file, "a", 0o600);
  let held = offset;
  try {
    for await (const piece of cutQuietly(stream)) {
      const fitting = piece.subarray(0, Math.max(0, total - held));
      await writeWhole(handle, fitting);
      held += fitting.length;
    }
  } finally {
    await handle.close();
  }
}

/** A stream that breaks ends here like any other; the offset tells how far it came. */
async function* cutQuietly(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const pieces = stream[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await pieces.next().catch(() => null);
      if (next === null || next.done === true) return;
      yield next.value;
    }
  } finally {
    await pieces.return?.();
  }
}

/** Throws an unfinished upload away. */
export function dropPart(dir: string, key: PartKey): Promise<void> {
  return rm(partFile(dir, key), { force: true });
}

async function countParts(dir: string, agentId: string): Promise<number> {
  return (await readdir(dir)).filter((name) => name.startsWith(`${agentId}.`)).length;
}

/** BL2: removes unfinished uploads that got nothing since `usedBefore`; how many. */
export async function sweepParts(dir: string, usedBefore: Date): Promise<number> {
  let removed = 0;
  for (const name of await readdir(dir)) {
    const file = path.join(dir, name);
    const known = await statFile(file);
    if (known === null || known.usedAt >= usedBefore) continue;
    await rm(file, { force: true });
    removed += 1;
  }
  return removed;
}
