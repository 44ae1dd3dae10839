import type { ServerResponse } from "node:http";
import { z } from "zod";
import { PlaneError } from "../../../core/contract/v1/messages.ts";
import { encodeWire } from "../../../core/contract/v1/wire.ts";
import { PlaneFailure } from "./plane-failure.ts";

/** Prisma's words for "no connection or lock in time". */
const BUSY_CODES = new Set(["P1008", "P2024", "P2028", "P2034"]);
const BUSY_RETRY_MS = 1_000;

const CodedError = z.object({ code: z.string() });

/** Sends a wire value; nothing of the plane is ever cached. */
export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  if (response.headersSent || response.destroyed) return;
  const text = JSON.stringify(body);
  response.writeHead(status, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(text),
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
  });
  response.end(text);
}

/** TR7: every failure in the one shape. */
export function sendFailure(response: ServerResponse, failure: PlaneFailure): void {
  if (failure.retryAfterMs !== undefined && !response.headersSent) {
    response.setHeader("retry-after", String(Math.max(1, Math.ceil(failure.retryAfterMs / 1000))));
  }
  const { code, message, retryAfterMs } = failure;
  const error = { code, message, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
  sendJson(response, failure.status, encodeWire(PlaneError, { error }));
}

/** Any thrown value as a failure; what nobody expected becomes `internal` and says nothing. */
export function asFailure(cause: unknown): PlaneFailure {
  if (cause instanceof PlaneFailure) return cause;
  if (cause instanceof z.ZodError) {
    const [issue] = cause.issues;
    const where = issue === undefined ? "" : `${issue.path.join(".")}: ${issue.message}`;
    return new PlaneFailure("invalid", { message: where.slice(0, 300), cause });
  }
  const coded = CodedError.safeParse(cause);
  if (coded.success && BUSY_CODES.has(coded.data.code)) {
    return new PlaneFailure("storage_busy", { retryAfterMs: BUSY_RETRY_MS, cause });
  }
  return new PlaneFailure("internal", { cause });
}
