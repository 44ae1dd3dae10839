import type { ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ByteSource } from "../../../core/imaging/sniff/byte-source.ts";
import { exportLog, importLog } from "../../features/images/index.ts";
import { bodyBytes } from "../../platform/blobs/body-bytes.ts";
import { admit, type Plane } from "../admit.ts";
import { answerError, answerJson } from "../answer.ts";

export const RECORDS_PATH = "/api/images/records";
/** IM56. */
const BYTES_MOST = 200_000_000;
const READ_BYTES = 1024 * 1024;

/** `POST` imports a feedback log, `GET` exports it (`?class=` filters): NDJSON, streamed both ways past Next (IM56). */
export async function handleRecords(plane: Plane): Promise<void> {
  const { request, response, path } = plane.visit;
  if (path !== RECORDS_PATH) return answerError(response, "NOT_FOUND", path);
  if (request.method === "POST") return takeLog(plane);
  if (request.method === "GET") return sendLog(plane);
  answerError(response, "NOT_FOUND", path);
}

async function takeLog(plane: Plane): Promise<void> {
  const { request, response, path } = plane.visit;
  const actor = await admit(plane, "run");
  if (actor === null) return;
  if (request.headers["x-espalier"] !== "1") return answerError(response, "ORIGIN_REFUSED", path);
  const length = Number(request.headers["content-length"] ?? BYTES_MOST);
  if (length > BYTES_MOST) return refuseLarge(response);
  const { app } = plane.parts;
  const room = await app.blobs.room.take(length);
  if (room === null) {
    request.resume();
    return answerError(response, "STORAGE_BUSY", path);
  }
  // Storing a large log takes longer than a request may (RL2): its bytes are all here before the first line is stored.
  const received = await app.blobs.receive(room.counting(bodyBytes(request)), BYTES_MOST).finally(room.release);
  switch (received.kind) {
    case "too_large":
      request.resume();
      return refuseLarge(response);
    case "cut":
      return answerError(response, "BAD_INPUT", path);
    case "no_room":
      request.resume();
      return answerError(response, "STORAGE_BUSY", path);
    case "received": {
      const { draft } = received;
      const report = await draft
        .inspect((source) => importLog(app, actor.orgId, piecesOf(source)))
        .finally(() => draft.discard());
      answerJson(response, 200, report);
    }
  }
}

function refuseLarge(response: ServerResponse): void {
  const message = "The log is larger than 200,000,000 bytes; nothing was stored.";
  response.setHeader("Connection", "close");
  answerJson(response, 413, { error: { code: "TOO_LARGE", message, fix: "Split it at a line and import the parts." } });
}

async function* piecesOf({ sizeBytes, read }: ByteSource): AsyncGenerator<Uint8Array> {
  for (let offset = 0; offset < sizeBytes; offset += READ_BYTES) yield await read(offset, READ_BYTES);
}

async function sendLog(plane: Plane): Promise<void> {
  const { response, search } = plane.visit;
  const actor = await admit(plane, "read");
  if (actor === null) return;
  response.setHeader("Content-Type", "application/x-ndjson; charset=utf-8");
  response.setHeader("Content-Disposition", 'attachment; filename="images.ndjson"');
  const label = new URLSearchParams(search).get("class");
  const lines = Readable.from(exportLog(plane.parts.app, { orgId: actor.orgId, class: label }));
  await pipeline(lines, response).catch((cause: unknown) => {
    // A reader that goes away is no failure of ours.
    if (!(cause instanceof Error && "code" in cause && cause.code === "ERR_STREAM_PREMATURE_CLOSE")) throw cause;
  });
}
