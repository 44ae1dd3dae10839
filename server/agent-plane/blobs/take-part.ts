import {
  BlobReceived,
  MAX_BLOB_BYTES,
  MAX_PART_BYTES,
  MAX_PICTURE_BYTES,
  MIN_PART_BYTES,
  OFFSET_HEADER,
  STORED_HEADER,
} from "../../../core/contract/v1/blobs.ts";
import { encodeWire } from "../../../core/contract/v1/wire.ts";
import { readImageHeader } from "../../../core/imaging/sniff/read-image-header.ts";
import { recordBlobAlone, storedBytes } from "../../features/blobs/index.ts";
import { withFileSource } from "../../platform/blobs/blob-file.ts";
import { type Appended, appendPart, dropPart, partOffset } from "../../platform/blobs/blob-parts.ts";
import { bodyBytes } from "../../platform/blobs/body-bytes.ts";
import { sendJson } from "../http/answer.ts";
import { PlaneFailure } from "../http/plane-failure.ts";
import type { BlobCall } from "./blob-call.ts";

const BUSY_RETRY_MS = 1_000;
const busy = new WeakMap<BlobCall["app"], Set<string>>();

const keyOf = ({ agent, hash }: BlobCall) => ({ agentId: agent.id, hash });

/** BL1: how much of a blob is here. */
export async function readOffset(call: BlobCall): Promise<void> {
  const { app, response } = call;
  const stored = await knownBytes(call);
  const offset = stored ?? (await partOffset(app.blobs.paths.parts, keyOf(call)));
  response.writeHead(200, {
    [OFFSET_HEADER]: String(offset),
    ...(stored === null ? {} : { [STORED_HEADER]: "1" }),
    "cache-control": "no-store",
    "content-length": "0",
  });
  response.end();
}

/** BL1, BL2: takes one part; the last one makes the blob, once its hash is right. */
export async function takePart(call: BlobCall): Promise<void> {
  const { response, hash } = call;
  const { offset, total, bytes } = readRange(call);
  const stored = await knownBytes(call);
  if (stored !== null) {
    call.request.resume();
    return sendJson(response, 200, encodeWire(BlobReceived, { offset: stored, stored: true }));
  }
  if (offset + bytes > total) throw new PlaneFailure("invalid", { message: "the part ends past the total" });
  if (bytes < MIN_PART_BYTES && offset + bytes < total) {
    throw new PlaneFailure("invalid", {
      message: `a part has at least ${MIN_PART_BYTES} bytes, the last one excepted`,
    });
  }
  const appended = await oneAtATime(call, () => append(call, { offset, total, bytes }));
  refuseFailed(appended, hash);
  if (appended.kind === "complete") await finish(call, appended.file, total);
  const answer =
    appended.kind === "more" ? { offset: appended.offset, stored: false } : { offset: total, stored: true };
  sendJson(response, 200, encodeWire(BlobReceived, answer));
}

/** One part, while 256 MiB stay free (IM45). */
async function append(call: BlobCall, part: { offset: number; total: number; bytes: number }): Promise<Appended> {
  const { blobs } = call.app;
  const room = await blobs.room.take(part.bytes);
  if (room === null) return { kind: "no_room", code: "reserve" };
  const stream = room.counting(bodyBytes(call.request));
  return appendPart(blobs.paths.parts, keyOf(call), { ...part, stream }).finally(room.release);
}

function refuseFailed(
  appended: Appended,
  hash: string,
): asserts appended is Extract<Appended, { kind: "more" | "complete" }> {
  switch (appended.kind) {
    case "more":
    case "complete":
      return;
    case "wrong_offset":
      throw new PlaneFailure("wrong_offset", { message: `the next part begins at ${appended.offset}` });
    case "hash_mismatch":
      throw new PlaneFailure("hash_mismatch", { message: `the bytes have the hash ${appended.hash}, not ${hash}` });
    case "too_many":
      throw new PlaneFailure("rate_limited", { message: "too many unfinished blobs", retryAfterMs: BUSY_RETRY_MS });
    case "no_room":
      throw new PlaneFailure("storage_full", { retryAfterMs: 60_000 });
  }
}

function readRange({ request }: BlobCall): { offset: number; total: number; bytes: number } {
  const [type] = (request.headers["content-type"] ?? "").split(";");
  if (type?.trim().toLowerCase() !== "application/octet-stream") {
    throw new PlaneFailure("unsupported_type", { message: "send application/octet-stream" });
  }
  const query = new URLSearchParams((request.url ?? "").split("?")[1] ?? "");
  const [offset, total] = [whole(query.get("offset")), whole(query.get("total"))];
  const bytes = whole(request.headers["content-length"] ?? null);
  if (offset === null || total === null || bytes === null) {
    throw new PlaneFailure("bad_request", { message: "offset, total and content-length are whole numbers" });
  }
  if (total > MAX_BLOB_BYTES)
    throw new PlaneFailure("too_large", { message: `a blob has at most ${MAX_BLOB_BYTES} bytes` });
  if (bytes > MAX_PART_BYTES)
    throw new PlaneFailure("too_large", { message: `a part has at most ${MAX_PART_BYTES} bytes` });
  return { offset, total, bytes };
}

const whole = (text: string | null): number | null => (text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null);

/** The size of a blob that this organisation has already; whoever wants one that another stored brings its bytes (AC2). */
const knownBytes = ({ app, agent, hash }: BlobCall): Promise<number | null> => storedBytes(app, agent.orgId, hash);

async function finish(call: BlobCall, file: string, bytes: number): Promise<void> {
  const { app, agent, hash } = call;
  const header = await withFileSource(file, readImageHeader);
  if (header.kind === "image" && bytes > MAX_PICTURE_BYTES) {
    await dropPart(app.blobs.paths.parts, keyOf(call));
    throw new PlaneFailure("too_large", { message: `a picture has at most ${MAX_PICTURE_BYTES} bytes` });
  }
  await app.blobs.adopt(file, hash);
  await recordBlobAlone(app, { orgId: agent.orgId, hash, bytes, header, source: "agent", agentId: agent.id });
}

/** Two parts of one upload at once would interleave. */
async function oneAtATime<T>(call: BlobCall, task: () => Promise<T>): Promise<T> {
  const known = busy.get(call.app) ?? new Set<string>();
  busy.set(call.app, known);
  const key = `${call.agent.id} ${call.hash}`;
  if (known.has(key)) {
    throw new PlaneFailure("rate_limited", { message: "a part is being received", retryAfterMs: BUSY_RETRY_MS });
  }
  known.add(key);
  try {
    return await task();
  } finally {
    known.delete(key);
  }
}
