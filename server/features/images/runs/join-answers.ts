import type { Tx } from "../../../platform/app.ts";
import { newestRunBefore } from "./run-repo.ts";

const MOST_RATINGS = 10_000;

interface NewRun {
  orgId: string;
  runId: string;
  class: string;
  inputBlake3: string;
}

/** A run that arrives after its answers takes them: ratings that name it, those of its input that name none, by time, and verdicts that show it left (TU7, IM32). */
export async function joinAnswers(tx: Tx, run: NewRun): Promise<void> {
  await joinRatings(tx, run);
  const { orgId, runId: leftRun, class: label, inputBlake3 } = run;
  await tx.imagePair.updateMany({ where: { orgId, leftRun, class: null }, data: { class: label, inputBlake3 } });
}

async function joinRatings(tx: Tx, { orgId, runId, class: label, inputBlake3 }: NewRun): Promise<void> {
  const ratings = await tx.imageRating.findMany({
    where: { orgId, inputBlake3, OR: [{ runId, class: null }, { join: "legacy-input" }] },
    select: { eventId: true, join: true, tsUnixMs: true },
    take: MOST_RATINGS,
  });
  for (const { eventId, join, tsUnixMs } of ratings) {
    const run =
      join === "run"
        ? { id: runId, class: label }
        : await newestRunBefore(tx, { orgId, inputBlake3, atMs: Number(tsUnixMs) });
    if (run === null) continue;
    await tx.imageRating.updateMany({ where: { orgId, eventId }, data: { runId: run.id, class: run.class } });
  }
}
