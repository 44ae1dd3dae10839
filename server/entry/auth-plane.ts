import { ADDRESS_HEADER } from "../features/accounts/index.ts";
import { answerError, answerJson } from "./answer.ts";
import { readBody } from "./read-body.ts";
import type { EntryParts, Visit } from "./visit.ts";
import { webHeaders } from "./web-headers.ts";

const MAX_BODY_BYTES = 1024 * 1024;

/** The calls of better-auth that this console uses; the others do not exist here (AC3, BA1). */
const OPEN_PATHS = new Set(["/api/auth/sign-in/email", "/api/auth/sign-out"]);

/** Hands a sign-in or sign-out to better-auth, with the caller's address and a bounded body (TP4). */
export async function handleAuth({ app, auth }: EntryParts, visit: Visit): Promise<void> {
  const { request, response, path } = visit;
  if (!OPEN_PATHS.has(path) || request.method !== "POST") return answerError(response, "NOT_FOUND", path);
  if (await app.needsSetup()) return answerError(response, "SETUP_REQUIRED", path);
  const body = await readBody(request, MAX_BODY_BYTES);
  if (body === null) return answerError(response, "TOO_LARGE", path);
  const headers = webHeaders(request.headers);
  if (visit.address !== null) headers.set(ADDRESS_HEADER, visit.address);
  const origin = app.env.baseUrl ?? `http://${request.headers.host ?? "localhost"}`;
  const text = body.length === 0 ? "{}" : body.toString("utf8");
  headers.set("content-type", "application/json");
  headers.delete("content-length");
  const answer = await auth.handler(new Request(new URL(path, origin), { method: "POST", headers, body: text }));
  const cookies = answer.headers.getSetCookie();
  if (cookies.length > 0) response.setHeader("Set-Cookie", cookies);
  // better-auth would repeat the session token in the body, where scripts can read it.
  if (answer.ok) return answerJson(response, answer.status, { ok: true });
  response.statusCode = answer.status;
  response.setHeader("Content-Type", "application/json; charset=utf-8");
  response.end(Buffer.from(await answer.arrayBuffer()));
}
