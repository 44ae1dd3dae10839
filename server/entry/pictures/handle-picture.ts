import { findDownload, findShown } from "../../features/blobs/index.ts";
import { lookUpView } from "../../features/ratings/index.ts";
import type { Actor } from "../../trpc/context.ts";
import { admit, type Plane } from "../admit.ts";
import { answerError } from "../answer.ts";
import { MEDIA_TYPES, sendPicture } from "./send-picture.ts";

/** A row with any other type is not trusted. */
const SHOWN_TYPES: ReadonlySet<string> = new Set(Object.values(MEDIA_TYPES));

/** `/api/images/view/<token>`, `/picture/<blake3>` and `/download/<run id>`; every other path below `/api/images` is 404 (UB3, IM50, IM59). */
export async function handlePicture(plane: Plane): Promise<void> {
  const { request, response, path } = plane.visit;
  const match = /^\/api\/images\/(view|picture|download)\/([A-Za-z0-9_-]{16,64})$/.exec(path);
  const [, kind, name = ""] = match ?? [];
  const isRead = request.method === "GET" || request.method === "HEAD";
  if (kind === undefined || !isRead) return answerError(response, "NOT_FOUND", path);
  const actor = await admit(plane, "read");
  if (actor === null) return;
  const isSent = await sendKind(plane, actor, { kind, name });
  if (!isSent) answerError(response, "NOT_FOUND", path);
}

async function sendKind(
  { parts, visit }: Plane,
  actor: Actor,
  asked: { kind: string; name: string },
): Promise<boolean> {
  const { app } = parts;
  if (asked.kind === "view") {
    const viewed = await lookUpView(app, { token: asked.name, sessionId: actor.sessionId });
    if (viewed === null || !SHOWN_TYPES.has(viewed.contentType)) return false;
    return sendPicture(app, visit, { hash: viewed.blobHash, mediaType: viewed.contentType, saveAs: null });
  }
  if (asked.kind === "picture") {
    const shown = await findShown(app, actor.orgId, asked.name);
    return shown !== null && sendPicture(app, visit, { ...shown, mediaType: MEDIA_TYPES[shown.format], saveAs: null });
  }
  const saved = await findDownload(app, actor.orgId, asked.name);
  if (saved === null) return false;
  const { hash, format, number } = saved;
  const saveAs = `IMG-${number}.${format === "jpeg" ? "jpg" : format}`;
  return sendPicture(app, visit, { hash, mediaType: MEDIA_TYPES[format], saveAs });
}
