import type { ServerResponse } from "node:http";
import { TRPC_ERROR_CODES_BY_KEY } from "@trpc/server/rpc";
import { ERROR_TABLE, type ErrorCode } from "../platform/errors.ts";

/** Sends a small JSON value. */
export function answerJson(response: ServerResponse, status: number, value: unknown): void {
  const body = JSON.stringify(value);
  response.statusCode = status;
  response.setHeader("Content-Type", "application/json; charset=utf-8");
  response.setHeader("Content-Length", Buffer.byteLength(body));
  response.end(body);
}

/** An error of the entry itself: code, message and fix; below /api/trpc in the shape its client reads. */
export function answerError(response: ServerResponse, code: ErrorCode, path: string): void {
  const { http, fix, trpc, isRetryable } = ERROR_TABLE[code];
  if (http === 429) response.setHeader("Retry-After", "10");
  if (http === 413 || http === 421) response.setHeader("Connection", "close");
  const message = MESSAGES[code] ?? fix;
  if (!path.startsWith("/api/trpc/")) {
    answerJson(response, http, { error: { code, message, fix } });
    return;
  }
  const data = { code: trpc, httpStatus: http, appCode: code, fix, isRetryable, details: null };
  answerJson(response, http, { error: { message, code: TRPC_ERROR_CODES_BY_KEY[trpc], data } });
}

const MESSAGES: Partial<Record<ErrorCode, string>> = {
  MISDIRECTED: "This console does not answer to that host name.",
  NOT_FOUND: "There is nothing at this address.",
  ORIGIN_REFUSED: "The request did not come from a page of this console.",
  UNSUPPORTED_TYPE: "Only application/json is accepted here.",
  TOO_LARGE: "The request is larger than 1 MiB.",
  RATE_LIMITED: "Too many requests.",
  SETUP_REQUIRED: "This console is not set up yet.",
  BAD_INPUT: "The request could not be read.",
  INTERNAL: "The request failed.",
};
