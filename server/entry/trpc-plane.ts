import { nodeHTTPRequestHandler } from "@trpc/server/adapters/node-http";
import { findActor } from "../features/accounts/index.ts";
import { AppError } from "../platform/errors.ts";
import type { Context } from "../trpc/context.ts";
import { listProcedures } from "../trpc/list-procedures.ts";
import { appRouter } from "../trpc/router.ts";
import { answerError } from "./answer.ts";
import type { createCallLimit } from "./gates/call-limit.ts";
import type { EntryParts, Visit } from "./visit.ts";
import { webHeaders } from "./web-headers.ts";

const PREFIX = "/api/trpc/";
const MAX_BODY_BYTES = 1024 * 1024;
const MAX_BATCH = 10;
const STREAMS = new Set([...listProcedures()].filter(([, { type }]) => type === "subscription").map(([path]) => path));

/** Whether the path names exactly one subscription (TP3). */
export function isStreamPath(path: string): boolean {
  return path.startsWith(PREFIX) && STREAMS.has(path.slice(PREFIX.length));
}

/** Answers procedures: the session is read once a request, limits count calls (TP4, TP9). */
export async function handleTrpc(
  parts: EntryParts,
  visit: Visit,
  limit: ReturnType<typeof createCallLimit>,
): Promise<void> {
  const { app, auth } = parts;
  const { request, response } = visit;
  const path = visit.path.slice(PREFIX.length);
  if (Number(request.headers["content-length"] ?? "0") > MAX_BODY_BYTES)
    return answerError(response, "TOO_LARGE", visit.path);
  const calls = path.split(",").length;
  if (calls > MAX_BATCH) return answerError(response, "BAD_INPUT", visit.path);
  const { actor, setCookie } = await findActor(app, auth, webHeaders(request.headers));
  const key = actor === null ? `address:${visit.address}` : `session:${actor.sessionId}`;
  if (!limit.take(key, calls)) return answerError(response, "RATE_LIMITED", visit.path);
  if (setCookie.length > 0) response.setHeader("Set-Cookie", setCookie);
  const context: Context = { app, actor, scope: { orgId: actor?.orgId ?? app.orgId }, address: visit.address, request };
  await nodeHTTPRequestHandler({
    router: appRouter,
    path,
    req: request,
    res: response,
    createContext: async () => context,
    maxBodySize: MAX_BODY_BYTES,
    maxBatchSize: MAX_BATCH,
    onError({ error, path: procedure }) {
      if (error.cause instanceof AppError || error.code !== "INTERNAL_SERVER_ERROR") return;
      app.log.error({ err: error, path: procedure, event: "procedure-failed" }, "a procedure failed");
    },
  });
}
