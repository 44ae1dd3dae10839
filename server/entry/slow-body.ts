import type { IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";

/** RL2: how long a body that is no blob may take. */
const BODY_TIMEOUT_MS = 30_000;

const inFlight = new WeakMap<Duplex, ServerResponse>();

/** Remembers what a connection is being answered with, so that a broken body never writes a second answer into it. */
export function noteInFlight(response: ServerResponse): void {
  inFlight.set(response.req.socket, response);
}

/** Ends a connection whose body is not there in time; requests without a body are over at once. */
export function watchBody(request: IncomingMessage, timeoutMs = BODY_TIMEOUT_MS): void {
  if (request.method === "GET" || request.method === "HEAD") return;
  const timer = setTimeout(() => {
    if (!request.complete) request.socket.end(raw("408 Request Timeout", "request_timeout", "The body took too long."));
  }, timeoutMs);
  timer.unref();
  request.once("close", () => clearTimeout(timer));
  request.once("end", () => clearTimeout(timer));
}

/** Answers what is no complete request; an upload that ends before its announced length is `upload_cut` (IM45). */
export function answerBrokenRequest(error: Error & { code?: string }, socket: Duplex): void {
  const isAnswering = inFlight.get(socket)?.headersSent ?? false;
  if (!socket.writable || isAnswering || error.code === "ECONNRESET") {
    socket.destroy();
    return;
  }
  socket.end(answerOf(error.code), () => socket.destroy());
}

function answerOf(code: string | undefined): string {
  if (code === "HPE_INVALID_EOF_STATE") {
    return raw("400 Bad Request", "upload_cut", "The request ended before its announced length; nothing was stored.");
  }
  if (code === "HPE_HEADER_OVERFLOW") {
    return raw("431 Request Header Fields Too Large", "headers_too_large", "The headers are too large.");
  }
  if (code === "ERR_HTTP_REQUEST_TIMEOUT") {
    return raw("408 Request Timeout", "request_timeout", "The request took too long.");
  }
  return raw("400 Bad Request", "bad_request", "The request could not be read.");
}

function raw(status: string, code: string, message: string): string {
  const body = JSON.stringify({ error: { code, message, fix: "Send it again." } });
  return [
    `HTTP/1.1 ${status}`,
    "Connection: close",
    "Content-Type: application/json; charset=utf-8",
    `Content-Length: ${Buffer.byteLength(body)}`,
    "X-Content-Type-Options: nosniff",
    "Cache-Control: no-store",
    "",
    body,
  ].join("\r\n");
}
