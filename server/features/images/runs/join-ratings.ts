import type { Tx } from "../../../platform/app.ts";
import { newestRunBefore } from "./run-repo.ts";

const MOST_RATINGS = 10_000;

/** A run that arrives after its ratings takes them: those that name it, and those of its input that name none, by time (TU7, IM32). */
export async function joinRatings(
  tx: Tx,
  { orgId, runId, inputBlake3 }: { orgId: string; runId: string; inputBlake3: string },
): Promise<void> {
  const ratings = await tx.imageRating.findMany({
    where: { orgId, inputBlake3, OR: [{ runId, class: null }, { join: "legacy-input" }] },
    select: { eventId: true, join: true, tsUnixMs: true },
    take: MOST_RATINGS,
  });
  for (const { eventId, join, tsUnixMs } of ratings) {
    const run =
      join === "run"
        ? await tx.imageRun.findFirst({ where: { orgId, id: runId }, select: { id: true, class: true } })
        : await newestRunBefore(tx, { orgId, inputBlake3, atMs: Number(tsUnixMs) });
    if (run === null) continue;
    await tx.imageRating.updateMany({ where: { orgId, eventId }, data: { runId: run.id, class: run.class } });
  }
}
