import { isBlobHash } from "../../../core/canonical/blob-hash.ts";
import { UPLOAD_PATH, type UploadAnswer } from "../../../core/imaging/upload/upload-contract.ts";
import { isUploaded, recordUpload } from "../../features/blobs/index.ts";
import { noRoomCode } from "../../platform/blobs/blob-file.ts";
import { bodyBytes } from "../../platform/blobs/body-bytes.ts";
import type { Actor } from "../../trpc/context.ts";
import { admit, type Plane } from "../admit.ts";
import { answerError, answerJson } from "../answer.ts";
import { receivePicture } from "./receive-picture.ts";
import { refuseUpload, type UploadRefusal } from "./refuse-upload.ts";
import { readUploadHead } from "./upload-head.ts";

/** Uploads one session may have open. */
const MAX_OPEN = 8;
const open = new WeakMap<object, Map<string, number>>();

/** `PUT` and `GET /api/images/upload`: pictures go past Next, are streamed to disk and decoded by nobody here (IM45, UB1, IM72). */
export async function handleUpload(plane: Plane): Promise<void> {
  const { request, response, path } = plane.visit;
  const isPut = request.method === "PUT" && path === UPLOAD_PATH;
  const asked = path.slice(UPLOAD_PATH.length + 1);
  const isAsk = (request.method === "GET" || request.method === "HEAD") && isBlobHash(asked);
  if (!isPut && !isAsk) return answerError(response, "NOT_FOUND", path);
  const actor = await admit(plane, "run");
  if (actor === null) return;
  if (isAsk) {
    response.statusCode = (await isUploaded(plane.parts.app, actor.orgId, asked)) ? 204 : 404;
    response.end();
    return;
  }
  if (!enter(plane, actor)) return answerError(response, "RATE_LIMITED", path);
  try {
    await takeUpload(plane, actor);
  } catch (cause) {
    const code = noRoomCode(cause);
    if (code === null) throw cause;
    refuseUpload(response, full(code));
  } finally {
    leave(plane, actor);
  }
}

async function takeUpload(plane: Plane, actor: Actor): Promise<void> {
  const { app } = plane.parts;
  const { request, response } = plane.visit;
  const head = readUploadHead(request.headers);
  if ("code" in head) return refuseUpload(response, head);
  const room = await app.blobs.room.take(head.bytes);
  if (room === null) return refuseUpload(response, full("reserve"));
  const taken = await receivePicture(app, room.counting(bodyBytes(request)), head).finally(room.release);
  if ("code" in taken) return refuseUpload(response, taken);
  const { draft, header } = taken;
  const isNew = await draft.keep();
  const { format, widthPx, heightPx, isAnimated } = header;
  const { name } = head;
  await recordUpload(app, {
    orgId: actor.orgId,
    hash: draft.hash,
    bytes: draft.bytes,
    header,
    name,
    addedBy: actor.name,
  });
  const answer: UploadAnswer = { blake3: draft.hash, bytes: draft.bytes, format, widthPx, heightPx, isAnimated };
  answerJson(response, isNew ? 201 : 200, answer);
}

const full = (code: string): UploadRefusal => ({
  code: "storage_full",
  message: `The disk of the console's machine is full (${code}); nothing was stored.`,
  fix: "Free space on the disk that holds the console's data folder, then upload again.",
});

function enter({ parts }: Plane, { sessionId }: Actor): boolean {
  const counts = open.get(parts.app) ?? new Map<string, number>();
  open.set(parts.app, counts);
  const count = counts.get(sessionId) ?? 0;
  if (count >= MAX_OPEN) return false;
  counts.set(sessionId, count + 1);
  return true;
}

function leave({ parts }: Plane, { sessionId }: Actor): void {
  const counts = open.get(parts.app);
  const left = (counts?.get(sessionId) ?? 1) - 1;
  if (left > 0) counts?.set(sessionId, left);
  else counts?.delete(sessionId);
}
