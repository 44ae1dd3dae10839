import { open, rename, rm, stat } from "node:fs/promises";
import { blake3OfFile } from "../../../imaging/hash.ts";
import type { TransferAnswer } from "../../world.ts";
import type { PlaneResult } from "../plane-client.ts";
import { LocalFailure, type TransferSetup, transferBlob } from "./transfer.ts";

const TIMEOUT_MS = 120_000;

interface Download {
  blake3: string;
  file: string;
  limitBytes: number;
  signal: AbortSignal;
}

const tooLarge = (limitBytes: number): PlaneResult<never> => ({
  kind: "refused",
  status: 413,
  code: "too_large",
  message: `the blob has more than ${limitBytes} bytes`,
  retryAfterMs: null,
});

/** Fetches what is missing of `<file>.part`, checks the hash and renames; the value is the size in bytes. */
export async function downloadOnce(setup: TransferSetup, download: Download): Promise<PlaneResult<number>> {
  const { blake3, file, limitBytes, signal } = download;
  const part = `${file}.part`;
  const held = await sizeOf(part);
  const got = await transferBlob(setup, {
    method: "GET",
    blake3,
    headers: held > 0 ? { range: `bytes=${held}-` } : {},
    timeoutMs: TIMEOUT_MS,
    signal,
    read: (answer) => store(answer, { part, from: answer.status === 206 ? held : 0, limitBytes }),
  });
  const isPastEnd = got.kind === "refused" && got.status === 416;
  if (got.kind !== "ok" && !isPastEnd) return got;
  if (got.kind === "ok" && got.value === "too_large") {
    await rm(part, { force: true });
    return tooLarge(limitBytes);
  }
  return finish(download, part);
}

async function finish({ blake3, file }: Download, part: string): Promise<PlaneResult<number>> {
  const found = await blake3OfFile(part);
  if (found !== blake3) {
    // The next try begins anew, so that one damaged piece does not damage the blob for ever.
    await rm(part, { force: true });
    return { kind: "unreachable", reason: `the bytes have the hash ${found}, not ${blake3}` };
  }
  const bytes = await sizeOf(part);
  await rename(part, file);
  return { kind: "ok", value: bytes };
}

async function store(
  answer: TransferAnswer,
  { part, from, limitBytes }: { part: string; from: number; limitBytes: number },
): Promise<"stored" | "too_large"> {
  const handle = await local(() => open(part, from === 0 ? "w" : "a", 0o600));
  let bytes = from;
  try {
    for await (const piece of answer.pieces()) {
      bytes += piece.length;
      if (bytes > limitBytes) return "too_large";
      await local(() => handle.appendFile(piece));
    }
    return "stored";
  } finally {
    await handle.close();
  }
}

async function local<Value>(task: () => Promise<Value>): Promise<Value> {
  try {
    return await task();
  } catch (cause) {
    throw new LocalFailure(cause);
  }
}

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch {
    return 0;
  }
}
