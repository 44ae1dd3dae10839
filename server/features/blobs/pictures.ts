import { z } from "zod";
import type { App } from "../../platform/app.ts";
import { findOutput, formatOf, isReencoded } from "./picture-repo.ts";

const Format = z.enum(["jpeg", "png", "webp", "avif"]);
type Format = z.infer<typeof Format>;

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
