import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { hostname, networkInterfaces } from "node:os";
import { handleAgentPlane, stopAgentPlane } from "../agent-plane/index.ts";
import type { App } from "../platform/app.ts";
import { answerError } from "./answer.ts";
import { handleAuth } from "./auth-plane.ts";
import { createCallLimit, MAX_BYTE_CALLS } from "./gates/call-limit.ts";
import { callerAddress } from "./gates/caller-address.ts";
import { cleanHeaders } from "./gates/clean-headers.ts";
import { decideGate, isBelow } from "./gates/decide-gate.ts";
import { isOwnHost } from "./gates/own-host.ts";
import { contentSecurityPolicy, guardResponse } from "./gates/security-headers.ts";
import { handleHealth } from "./health.ts";
import { handlePage } from "./page-plane.ts";
import { handlePicture } from "./pictures/handle-picture.ts";
import { handleRecords, RECORDS_PATH } from "./records/handle-records.ts";
import { answerBrokenRequest, noteInFlight, watchBody } from "./slow-body.ts";
import { handleTrpc, isStreamPath } from "./trpc-plane.ts";
import { handleUpload } from "./uploads/handle-upload.ts";
import type { EntryParts, Visit } from "./visit.ts";

const HEADERS_TIMEOUT_MS = 10_000;
/** RL2, TH21: blob parts and uploads; every other body has 30 s. */
const REQUEST_TIMEOUT_MS = 120_000;
const CHECK_EVERY_MS = 5_000;
const NONCE_BYTES = 16;
/** How long a request in flight may take when the console stops. */
const STOP_GRACE_MS = 5_000;

export interface Entry {
  server: Server;
  /** Answers held polls, ends streams, lets requests in flight finish, closes. */
  stop(): Promise<void>;
}

/** The console's one HTTP server: gates first, then the planes, then pages. Timeouts are RL2. */
export function createEntry(parts: EntryParts): Entry {
  const streams = new Set<ServerResponse>();
  const limit = createCallLimit(() => parts.app.clock.monoMs());
  const byteLimit = createCallLimit(() => parts.app.clock.monoMs(), MAX_BYTE_CALLS);
  const server = createServer(
    {
      headersTimeout: HEADERS_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      connectionsCheckingInterval: CHECK_EVERY_MS,
    },
    (request, response) => {
      noteInFlight(response);
      const visit = openVisit(parts, request, response);
      if (visit !== null)
        void dispatch({ parts, visit, limit, byteLimit, streams }).catch((error) => fail(parts.app, visit, error));
    },
  );
  server.on("clientError", answerBrokenRequest);
  // NO9: without this the connection would hang open.
  server.on("upgrade", (_request, socket) => {
    socket.end("HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
  });
  return { server, stop: () => stopEntry(parts.app, server, streams) };
}

function openVisit(parts: EntryParts, request: IncomingMessage, response: ServerResponse): Visit | null {
  const { app, isDev } = parts;
  cleanHeaders(request.headers);
  const nonce = Buffer.from(app.random.bytes(NONCE_BYTES)).toString("base64");
  const csp = contentSecurityPolicy(nonce, isDev);
  const url = parsePath(request.url);
  const isHashedFile = !isDev && url !== null && url.path.startsWith("/_next/static/");
  guardResponse(response, { csp, isHttps: app.env.baseUrl?.startsWith("https://") ?? false, isHashedFile });
  if (url === null) {
    answerError(response, "BAD_INPUT", "/");
    return null;
  }
  const forwarded = request.headers["x-forwarded-for"];
  const chain = Array.isArray(forwarded) ? forwarded.join(",") : forwarded;
  const address = callerAddress(request.socket.remoteAddress, chain, app.env.trustedProxies);
  return { request, response, ...url, address, csp };
}

/** The path as the planes see it: decoded once, without empty or dotted segments. */
function parsePath(raw: string | undefined): { path: string; search: string } | null {
  const url = URL.parse(raw ?? "/", "http://console.invalid");
  if (url === null || url.host !== "console.invalid") return null;
  try {
    return { path: decodeURIComponent(url.pathname), search: url.search };
  } catch {
    return null;
  }
}

interface Dispatch {
  parts: EntryParts;
  visit: Visit;
  limit: ReturnType<typeof createCallLimit>;
  byteLimit: ReturnType<typeof createCallLimit>;
  streams: Set<ServerResponse>;
}

async function dispatch({ parts, visit, limit, byteLimit, streams }: Dispatch): Promise<void> {
  const { app } = parts;
  const { request, response, path } = visit;
  const isStream = isStreamPath(path);
  const isBytes = isBelow(path, "/api/images") || isBelow(path, "/agent/v1/blobs");
  if (!isBytes) watchBody(request);
  const gate = decideGate({
    method: request.method ?? "GET",
    path,
    headers: request.headers,
    isOwnHost: isOwnHost(request.headers.host, hostFacts(app)),
    baseUrl: app.env.baseUrl,
    isStream,
  });
  if (gate.kind === "refuse") return answerError(response, gate.code, path);
  if (path === "/livez" || path === "/readyz") return handleHealth(app, visit);
  if (isBelow(path, "/agent/v1")) return handleAgentPlane(app, request, response);
  if (isBelow(path, "/api/trpc")) {
    if (isStream) {
      streams.add(response);
      response.once("close", () => streams.delete(response));
    }
    return handleTrpc(parts, visit, limit);
  }
  if (isBelow(path, "/api/images/upload")) return handleUpload({ parts, visit, limit: byteLimit });
  if (isBelow(path, RECORDS_PATH)) return handleRecords({ parts, visit, limit });
  if (isBelow(path, "/api/images")) return handlePicture({ parts, visit, limit: byteLimit });
  if (isBelow(path, "/api/auth")) return handleAuth(parts, visit);
  if (isBelow(path, "/api") || isBelow(path, "/agent")) return answerError(response, "NOT_FOUND", path);
  return handlePage(parts, visit);
}

function hostFacts(app: App) {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map((entry) => entry.address));
  return { baseUrl: app.env.baseUrl, allowedHosts: app.env.allowedHosts, addresses, hostName: hostname() };
}

function fail(app: App, visit: Visit, error: unknown): void {
  app.log.error({ err: error, path: visit.path, event: "request-failed" }, "a request failed");
  if (visit.response.headersSent) visit.response.destroy();
  else answerError(visit.response, "INTERNAL", visit.path);
}

async function stopEntry(app: App, server: Server, streams: Set<ServerResponse>): Promise<void> {
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  await stopAgentPlane(app);
  for (const stream of streams) stream.destroy();
  server.closeIdleConnections();
  const cut = setTimeout(() => server.closeAllConnections(), STOP_GRACE_MS);
  await closed;
  clearTimeout(cut);
}
