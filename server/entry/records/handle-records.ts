import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { exportLog, importLog } from "../../features/images/index.ts";
import { admit, type Plane } from "../admit.ts";
import { answerError, answerJson } from "../answer.ts";

export const RECORDS_PATH = "/api/images/records";
/** IM56. */
const BYTES_MOST = 200_000_000;

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
  if (Number(request.headers["content-length"] ?? "0") > BYTES_MOST) return answerError(response, "TOO_LARGE", path);
  const report = await importLog(plane.parts.app, actor.orgId, request);
  if (report === null) return answerError(response, "TOO_LARGE", path);
  answerJson(response, 200, report);
}

async function sendLog(plane: Plane): Promise<void> {
  const { response, search } = plane.visit;
  const actor = await admit(plane, "read");
  if (actor === null) return;
  response.setHeader("Content-Type", "application/x-ndjson; charset=utf-8");
  response.setHeader("Content-Disposition", 'attachment; filename="images.ndjson"');
  const label = new URLSearchParams(search).get("class");
  await pipeline(Readable.from(exportLog(plane.parts.app, { orgId: actor.orgId, class: label })), response);
}
