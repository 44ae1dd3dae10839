import type { ServerResponse } from "node:http";
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

/** Sends a refusal. A body that is still coming is read and thrown away: a browser whose upload is reset never sees the answer. */
export function refuseUpload(response: ServerResponse, refusal: UploadRefusal): void {
  const { req: request } = response;
  if (Number(request.headers["content-length"] ?? "0") > DRAIN_BYTES) response.setHeader("Connection", "close");
  if (!response.headersSent && !response.destroyed)
    answerJson(response, UPLOAD_STATUS[refusal.code], { error: refusal });
  request.resume();
}
