import { z } from "zod";
import { sha256Hex } from "../../../core/canonical/sha256.ts";
import type { App } from "../../platform/app.ts";
import { transaction } from "../../platform/transaction.ts";
import { appendAudit } from "../activity/index.ts";
import { addressKey } from "./address-key.ts";
import { countAttempt, findUserByEmail } from "./repo.ts";

const WINDOW_MS = 60_000;
const MAX_ATTEMPTS = 5;
const Named = z.object({
  email: z
    .string()
    .max(200)
    .transform((text) => text.toLowerCase()),
});

interface SessionOf {
  userId: string;
  sessionId: string;
}

/** TP9: five attempts a minute per account and per address; the account is counted under a hash, so what was typed is stored nowhere. */
export async function isAttemptAllowed(app: App, body: unknown, address: string | null): Promise<boolean> {
  const named = Named.safeParse(body);
  const keys = [
    ...(address === null ? [] : [`sign-in:address:${addressKey(address)}`]),
    ...(named.success ? [`sign-in:account:${sha256Hex(named.data.email)}`] : []),
  ];
  const now = app.clock.now();
  return transaction(app, "accounts.countSignIn", async (tx) => {
    for (const key of keys) {
      const attempt = { id: app.random.uuid(), key, now, windowMs: WINDOW_MS, max: MAX_ATTEMPTS };
      if (!(await countAttempt(tx, attempt))) return false;
    }
    return true;
  });
}

/** AU5: a failure names the account when there is one, never what was typed. */
export async function recordFailedSignIn(app: App, body: unknown, address: string | null): Promise<void> {
  const named = Named.safeParse(body);
  const user = named.success ? await findUserByEmail(app.db, named.data.email) : null;
  const object = user === null ? "user:unknown" : `user:${user.id}`;
  await record(app, { actor: "anonymous", address, action: "session.sign-in-failed", object });
}

export async function recordSignIn(app: App, session: SessionOf, address: string | null): Promise<void> {
  await record(app, {
    actor: session.userId,
    address,
    action: "session.signed-in",
    object: `session:${session.sessionId}`,
  });
}

export async function recordSessionEnd(app: App, session: SessionOf): Promise<void> {
  await record(app, {
    actor: session.userId,
    address: null,
    action: "session.ended",
    object: `session:${session.sessionId}`,
  });
}

async function record(
  app: App,
  entry: { actor: string; address: string | null; action: string; object: string },
): Promise<void> {
  const at = app.clock.now();
  await transaction(app, "accounts.recordSession", (tx) => appendAudit(tx, { orgId: app.orgId, at, ...entry }));
}
