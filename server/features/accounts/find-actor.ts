import { z } from "zod";
import { Role } from "../../../core/access/roles.ts";
import type { App } from "../../platform/app.ts";
import type { Actor } from "../../trpc/context.ts";
import type { Auth } from "./auth.ts";
import { findSession } from "./repo.ts";

const MAX_AGE_MS = 30 * 24 * 60 * 60_000;
const SessionId = z.object({ session: z.object({ id: z.string() }) }).nullable();

/** SS1: who calls, read from the database at every request; null without a live session. `setCookie` refreshes the browser's copy. */
export async function findActor(
  app: App,
  auth: Auth,
  headers: Headers,
): Promise<{ actor: Actor | null; setCookie: string[] }> {
  const { response, headers: answered } = await auth.api.getSession({ headers, returnHeaders: true });
  const found = SessionId.parse(response);
  const actor = found === null ? null : await readActor(app, found.session.id);
  return { actor, setCookie: answered.getSetCookie() };
}

/** TP8: whether a stream's session still counts. */
export async function isSessionAlive(app: App, sessionId: string): Promise<boolean> {
  return (await readActor(app, sessionId)) !== null;
}

async function readActor(app: App, sessionId: string): Promise<Actor | null> {
  const row = await findSession(app.db, sessionId);
  if (row === null || row.user.isDisabled) return null;
  const now = app.clock.now().getTime();
  const end = Math.min(row.expiresAt.getTime(), row.createdAt.getTime() + MAX_AGE_MS);
  const role = Role.safeParse(row.user.role);
  if (now >= end || !role.success) return null;
  const { id, name, email, orgId } = row.user;
  return { userId: id, sessionId: row.id, name, email, role: role.data, orgId, passwordAt: row.passwordAt };
}
