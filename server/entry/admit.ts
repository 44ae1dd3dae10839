import { isAllowed, type Permission } from "../../core/access/roles.ts";
import { findActor } from "../features/accounts/index.ts";
import type { Actor } from "../trpc/context.ts";
import { answerError } from "./answer.ts";
import type { createCallLimit } from "./gates/call-limit.ts";
import type { EntryParts, Visit } from "./visit.ts";
import { webHeaders } from "./web-headers.ts";

/** Everything a plane of bytes needs beside its own rules. */
export interface Plane {
  parts: EntryParts;
  visit: Visit;
  limit: ReturnType<typeof createCallLimit>;
}

/** Who calls, when that person may; else the refusal is sent and the answer is null (SS1, TP7, TP9). */
export async function admit({ parts, visit, limit }: Plane, permission: Permission): Promise<Actor | null> {
  const { app, auth } = parts;
  const { request, response, path } = visit;
  const refuse = (code: Parameters<typeof answerError>[1]): null => {
    answerError(response, code, path);
    return null;
  };
  if (await app.needsSetup()) return refuse("SETUP_REQUIRED");
  const { actor, setCookie } = await findActor(app, auth, webHeaders(request.headers));
  const key = actor === null ? `address:${visit.address}` : `session:${actor.sessionId}`;
  if (!limit.take(key, 1)) return refuse("RATE_LIMITED");
  if (actor === null) return refuse("UNAUTHENTICATED");
  if (!isAllowed(actor.role, permission)) return refuse("FORBIDDEN");
  if (setCookie.length > 0) response.setHeader("Set-Cookie", setCookie);
  return actor;
}
