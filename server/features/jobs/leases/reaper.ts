import { LEASE_TIMES } from "../../../../core/leases/lease-clock.ts";
import type { App, Tx } from "../../../platform/app.ts";
import { transaction } from "../../../platform/transaction.ts";
import { requestCancel } from "../cancel-job.ts";
import { findJob, type JobRow, overdueJobs } from "../repo.ts";
import { attemptMove } from "../transitions.ts";

const REAPER = "console";

/** Looks every 10 s for leases and deadlines that have passed (T5, T7, T8, T11). */
export function startReaper(app: App): { stop(): Promise<void> } {
  let running: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    running = running.then(() => sweep(app)).catch((err: unknown) => app.log.error({ err }, "the reaper failed"));
  }, LEASE_TIMES.reaperMs);
  return {
    stop: () => {
      clearInterval(timer);
      return running;
    },
  };
}

/** One look at everything overdue now; every job in its own transaction. */
export async function sweep(app: App): Promise<void> {
  const now = app.clock.now();
  const leaseBefore = new Date(now.getTime() - LEASE_TIMES.takeoverGraceMs);
  for (const { id, orgId } of await overdueJobs(app.db, { leaseBefore, now })) {
    await transaction(app, "jobs.reap", async (tx) => {
      const job = await findJob(tx, { id, orgId });
      if (job !== null) await reap(app, tx, job);
    });
  }
}

async function reap(app: App, tx: Tx, job: JobRow): Promise<void> {
  const now = app.clock.now();
  const swept = await attemptMove(app, tx, { job, actor: REAPER, trigger: { kind: "swept", nowMs: now.getTime() } });
  const isRunOver = job.runDeadlineAt !== null && job.runDeadlineAt < now;
  const isHeld = job.state === "LEASED" || job.state === "RUNNING";
  if (swept.kind === "move" || !isRunOver || !isHeld) return;
  await requestCancel(app, tx, { job, by: REAPER, actor: REAPER, reason: "the run deadline passed" });
}
