import { z } from "zod";
import { sha256Hex } from "../../../core/canonical/sha256.ts";
import type { App } from "../../platform/app.ts";
import { findOutput, findView, formatOf, isReencoded } from "./picture-repo.ts";

/** What a browser may be sent as a picture; a type of any other row is not trusted. */
const MediaType = z.enum(["image/jpeg", "image/png", "image/webp", "image/avif"]);
const Format = z.enum(["jpeg", "png", "webp", "avif"]);
type Format = z.infer<typeof Format>;

interface Viewer {
  orgId: string;
  sessionId: string;
}

/** IM59: the picture behind a token, for the session it was made for and while it lives; null for everyone else. */
export async function findViewed(
  app: App,
  viewer: Viewer,
  token: string,
): Promise<{ hash: string; mediaType: string } | null> {
  const where = { tokenSha256: sha256Hex(token), authSessionId: viewer.sessionId, orgId: viewer.orgId };
  const row = await findView(app.db, { ...where, now: app.clock.now() });
  const mediaType = MediaType.safeParse(row?.mediaType);
  return row === null || !mediaType.success ? null : { hash: row.blake3, mediaType: mediaType.data };
}

/** UB2: a re-encoded picture by its hash; null for an original. */
export async function findShown(
  app: App,
  orgId: string,
  hash: string,
): Promise<{ hash: string; format: Format } | null> {
  if (!(await isReencoded(app.db, orgId, hash))) return null;
  const format = Format.safeParse(await formatOf(app.db, orgId, hash));
  return format.success ? { hash, format: format.data } : null;
}

/** UB3: the output of a run, to be saved and never shown. */
export async function findDownload(
  app: App,
  orgId: string,
  runId: string,
): Promise<{ hash: string; format: Format; number: number } | null> {
  const run = await findOutput(app.db, orgId, runId);
  if (run === null || run.outputBlake3 === null) return null;
  const format = Format.safeParse(await formatOf(app.db, orgId, run.outputBlake3));
  return format.success ? { hash: run.outputBlake3, format: format.data, number: run.number } : null;
}
