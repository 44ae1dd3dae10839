import type { ErrorCode } from "../../platform/errors.ts";

/** What the gates look at; header names are lower case. */
export interface GateRequest {
  method: string;
  /** Decoded path without the query. */
  path: string;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  isOwnHost: boolean;
  baseUrl: string | null;
  /** The tRPC path names a subscription (TP3 lets an SSE stream without the header). */
  isStream: boolean;
}

export type GateDecision = { kind: "pass" } | { kind: "refuse"; code: ErrorCode };

const IMAGE_OPTIMISER = /^\/_next\/image(?:\/|$)/;
const PASS: GateDecision = { kind: "pass" };
const refuse = (code: ErrorCode): GateDecision => ({ kind: "refuse", code });

/** The rules that hold before anything is dispatched: TP10, NO1, NO3, TP1 to TP3; an upload is no JSON, but needs all else (UB1). */
export function decideGate(request: GateRequest): GateDecision {
  if (!request.isOwnHost) return refuse("MISDIRECTED");
  if (request.headers["next-action"] !== undefined) return refuse("NOT_FOUND");
  if (IMAGE_OPTIMISER.test(request.path)) return refuse("NOT_FOUND");
  if (isBelow(request.path, "/agent/v1") || isBelow(request.path, "/api/v1")) return PASS;
  const isCall = isBelow(request.path, "/api/trpc") || isBelow(request.path, "/api/auth");
  const isRead = request.method === "GET" || (request.method === "HEAD" && !isCall);
  if (!isRead && !isSameOrigin(request)) return refuse("ORIGIN_REFUSED");
  const isUpload = isBelow(request.path, "/api/images/upload");
  if (!isCall && !isUpload) return PASS;
  if (!request.isStream && request.headers["x-espalier"] !== "1") return refuse("ORIGIN_REFUSED");
  return isRead || isUpload || isJson(request) ? PASS : refuse("UNSUPPORTED_TYPE");
}

/** Whether `path` is `prefix` or lies below it. */
export function isBelow(path: string, prefix: string): boolean {
  return path === prefix || path.startsWith(`${prefix}/`);
}

/** TP2: Origin decides; Sec-Fetch-Site, when a browser sends it, must agree. */
function isSameOrigin(request: GateRequest): boolean {
  const { origin, host } = request.headers;
  const site = request.headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin" && site !== "none") return false;
  if (typeof origin !== "string" || typeof host !== "string") return false;
  return origin === request.baseUrl || origin.toLowerCase() === `http://${host.toLowerCase()}`;
}

/** TP1: only JSON bodies; a call of better-auth may come without any body. */
function isJson(request: GateRequest): boolean {
  const type = request.headers["content-type"];
  if (type === undefined) {
    const hasBody =
      request.headers["transfer-encoding"] !== undefined || Number(request.headers["content-length"] ?? "0") > 0;
    return !hasBody && isBelow(request.path, "/api/auth");
  }
  return typeof type === "string" && /^application\/json(\s*;\s*charset=utf-8)?$/i.test(type.trim());
}
