import type { App } from "../../../platform/app.ts";
import { findToken } from "../session-repo.ts";
import { hashToken } from "./make-views.ts";

/** The picture behind a token, for the sign-in it was issued to and within its 30 minutes; otherwise null (IM59). */
export async function lookUpView(
  app: App,
  of: { token: string; sessionId: string },
): Promise<{ blobHash: string; contentType: string } | null> {
  const row = await findToken(app.db, {
    tokenSha256: hashToken(of.token),
    authSessionId: of.sessionId,
    now: app.clock.now(),
  });
  return row === null ? null : { blobHash: row.blake3, contentType: row.mediaType };
}
