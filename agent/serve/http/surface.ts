import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { stateOf } from "../serve-runtime.ts";
import { ApiError, errorBody } from "./api-error.ts";
import { type ChatContext, handleChat, recordFailure } from "./chat-completions.ts";
import { healthBody } from "./health-body.ts";
import { isLocalHost } from "./is-local-host.ts";
import { sendJson } from "./send-json.ts";
import { handleTokenize } from "./tokenize.ts";

export type SurfaceContext = ChatContext;

type Handler = (context: SurfaceContext, request: IncomingMessage, response: ServerResponse) => Promise<void> | void;

const ROUTES: Record<string, Record<string, Handler>> = {
  "/v1/models": { GET: sendModels },
  "/v1/health": { GET: sendHealth },
  "/v1/chat/completions": { POST: handleChat },
  "/v1/tokenize": { POST: handleTokenize },
};

/** The HTTP surface of serve.md section 3; bind it to 127.0.0.1 only (A10). */
export function createSurface(context: SurfaceContext): Server {
  const server = createServer({ noDelay: true, keepAliveTimeout: 75_000 }, (request, response) => {
    response.on("error", () => undefined);
    dispatch(context, request, response).catch((cause: unknown) => refuse(context, { request, response, cause }));
  });
  server.requestTimeout = 0;
  return server;
}

async function dispatch(context: SurfaceContext, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (!isLocalHost(request.headers.host)) throw new ApiError("misdirected_request", "only loopback is served");
  const path = (request.url ?? "/").split("?")[0] ?? "/";
  const methods = Object.hasOwn(ROUTES, path) ? ROUTES[path] : undefined;
  if (methods === undefined) throw new ApiError("not_found", `no such path: ${path}`);
  const handler = methods[request.method ?? ""];
  if (handler === undefined) {
    response.setHeader("allow", Object.keys(methods).join(", "));
    throw new ApiError("method_not_allowed", `${request.method ?? "this method"} is not allowed here`);
  }
  await handler(context, request, response);
}

type Refusal = { request: IncomingMessage; response: ServerResponse; cause: unknown };

function refuse(context: SurfaceContext, { request, response, cause }: Refusal): void {
  const error = cause instanceof ApiError ? cause : new ApiError("internal_error", "the engine failed");
  if (!(cause instanceof ApiError)) recordFailure(context, cause);
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  if (error.code === "queue_full") response.setHeader("retry-after", "1");
  if (error.code === "request_too_large") {
    response.setHeader("connection", "close");
    request.resume();
  }
  sendJson(response, error.status, errorBody(error));
}

function sendModels({ runtime, wallMs }: SurfaceContext, _request: IncomingMessage, response: ServerResponse): void {
  if (runtime.isDraining) throw new ApiError("draining", "this server is draining");
  if (runtime.loaded === null) throw new ApiError("model_not_loaded", "the model is not loaded");
  const created = Math.floor(wallMs() / 1000);
  const data = [{ id: runtime.model, object: "model", created, owned_by: "espalier" }];
  sendJson(response, 200, { object: "list", data });
}

function sendHealth({ runtime, monoMs }: SurfaceContext, _request: IncomingMessage, response: ServerResponse): void {
  const state = stateOf(runtime);
  const facts = { pid: process.pid, rssBytes: process.memoryUsage.rss(), monoMs: monoMs() };
  sendJson(response, state === "ready" || state === "busy" ? 200 : 503, healthBody(runtime, facts));
}
