import type { ServerResponse } from "node:http";
import { finished } from "node:stream";
import { UPLOAD_STATUS, type UploadRefusalCode } from "../../../core/imaging/upload/upload-contract.ts";
import { answerJson } from "../answer.ts";

/** A row of IM45's table: what is wrong and the way out. */
export interface UploadRefusal {
  code: UploadRefusalCode;
  message: string;
  fix: string;
}

/** Above this the connection is closed instead of reading the rest of the body. */
const DRAIN_BYTES = 100_000_000;

/**
 * Sends a refusal. A body that is still coming is read and thrown away: a client whose upload is reset never sees the
 * answer. A connection that is not kept is closed right after its answer, so there the body is read first.
 */
export function refuseUpload(response: ServerResponse, refusal: UploadRefusal): void {
  const { req: request } = response;
  const isLong = Number(request.headers["content-length"] ?? "0") > DRAIN_BYTES;
  const answer = (): void => {
    if (response.headersSent || response.destroyed) return;
    if (isLong) response.setHeader("Connection", "close");
    answerJson(response, UPLOAD_STATUS[refusal.code], { error: refusal });
  };
  if (isLong || response.shouldKeepAlive) answer();
  else finished(request, { writable: false }, answer);
  request.resume();
}
