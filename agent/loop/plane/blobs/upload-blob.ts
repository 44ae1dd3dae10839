import { open } from "node:fs/promises";
import {
  BlobReceived,
  MAX_PART_BYTES,
  MIN_PART_BYTES,
  OFFSET_HEADER,
  STORED_HEADER,
} from "../../../../core/contract/v1/blobs.ts";
import { decodeWire } from "../../../../core/contract/v1/wire.ts";
import type { PlaneResult } from "../plane-client.ts";
import { type TransferSetup, transferBlob } from "./transfer.ts";

const ASK_TIMEOUT_MS = 20_000;
const PART_TIMEOUT_MS = 120_000;
const FIRST_PART_BYTES = 1024 * 1024;
/** BL1: a part takes under 20 s; half of that is aimed at. */
const SLOW_MS = 10_000;
const QUICK_MS = 2_500;

interface Upload {
  blake3: string;
  signal?: AbortSignal | undefined;
}

interface Source {
  size: number;
  read(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>>;
}

/** BL1: the next part's size by how long the last one took. */
export function nextPartBytes(partBytes: number, tookMs: number): number {
  if (tookMs > SLOW_MS) return Math.max(MIN_PART_BYTES, Math.floor(partBytes / 4));
  return tookMs < QUICK_MS ? Math.min(MAX_PART_BYTES, partBytes * 2) : partBytes;
}

/** Asks how far the console is and sends what is missing of a file; the value is its size in bytes. */
export async function uploadFileOnce(
  setup: TransferSetup,
  upload: Upload & { file: string },
): Promise<PlaneResult<number>> {
  const handle = await open(upload.file, "r");
  try {
    const { size } = await handle.stat();
    return await sendMissing(setup, upload, {
      size,
      read: async (offset, length) => {
        const buffer = new Uint8Array(length);
        const { bytesRead } = await handle.read(buffer, 0, length, offset);
        return buffer.subarray(0, bytesRead);
      },
    });
  } finally {
    await handle.close();
  }
}

/** The same for bytes in memory. */
export function uploadBytesOnce(
  setup: TransferSetup,
  upload: Upload & { bytes: Uint8Array<ArrayBuffer> },
): Promise<PlaneResult<number>> {
  const { bytes } = upload;
  return sendMissing(setup, upload, {
    size: bytes.length,
    read: async (offset, length) => bytes.subarray(offset, offset + length),
  });
}

async function sendMissing(setup: TransferSetup, upload: Upload, source: Source): Promise<PlaneResult<number>> {
  const asked = await askOffset(setup, upload);
  if (asked.kind !== "ok") return asked;
  const { stored, offset } = asked.value;
  if (stored) return { kind: "ok", value: source.size };
  return sendParts(setup, upload, { ...source, from: offset > source.size ? 0 : offset });
}

function askOffset(setup: TransferSetup, { blake3, signal }: Upload) {
  return transferBlob(setup, {
    method: "HEAD",
    blake3,
    timeoutMs: ASK_TIMEOUT_MS,
    signal,
    read: async (answer) => ({
      offset: Number(answer.header(OFFSET_HEADER) ?? "0"),
      stored: answer.header(STORED_HEADER) === "1",
    }),
  });
}

async function sendParts(
  setup: TransferSetup,
  upload: Upload,
  source: Source & { from: number },
): Promise<PlaneResult<number>> {
  const { clock } = setup.world;
  let offset = source.from;
  let partBytes = FIRST_PART_BYTES;
  for (;;) {
    const body = await source.read(offset, Math.min(partBytes, source.size - offset));
    const startedMs = clock.monoMs();
    const sent = await transferBlob(setup, {
      method: "PUT",
      blake3: upload.blake3,
      query: `?offset=${offset}&total=${source.size}`,
      headers: { "content-type": "application/octet-stream" },
      body,
      timeoutMs: PART_TIMEOUT_MS,
      signal: upload.signal,
      read: async (answer) => decodeWire(BlobReceived, JSON.parse(await answer.text())),
    });
    if (sent.kind !== "ok") return sent;
    if (sent.value.stored) return { kind: "ok", value: source.size };
    if (sent.value.offset <= offset) return { kind: "unreachable", reason: "the console did not take the part" };
    offset = sent.value.offset;
    partBytes = nextPartBytes(partBytes, clock.monoMs() - startedMs);
  }
}
