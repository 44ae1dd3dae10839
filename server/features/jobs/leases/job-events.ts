import type { z } from "zod";
import type { JobDeferred, JobFinished, JobRefused, TuneProgress } from "../../../../core/contract/v1/events.ts";
import { Fence } from "../../../../core/contract/v1/job.ts";
import { compareFences } from "../../../../core/leases/fence.ts";
import { isJobEnd } from "../../../../core/leases/job-transition.ts";
import type { App, Tx } from "../../../platform/app.ts";
import { appendAudit } from "../../activity/index.ts";
import type { Placed } from "../inbox/inbox.ts";
import { factsOf, fenceOf } from "../job-kinds.ts";
import { findJob, type JobRow } from "../repo.ts";
import { attemptMove } from "../transitions.ts";
import { storeProgress } from "./renew-lease.ts";

/** How an event stands to its job: only `current` may change it (INV-3, INV-4, INV-5). */
export type JobStanding =
  | { kind: "current"; job: JobRow }
  /** An old fence, or the job has ended or gone back to the queue. */
  | { kind: "late"; job: JobRow }
  /** A fence this database never gave: it was recovered from a backup. */
  | { kind: "future"; job: JobRow }
  | { kind: "unknown" };

/** Finds the job an event speaks of; a fence from the future is an alarm (INV-4). */
export async function standingOf(app: App, tx: Tx, placed: Placed): Promise<JobStanding> {
  const { event, orgId, agentId } = placed;
  const job = event.job === undefined ? null : await findJob(tx, { id: event.job, orgId });
  if (job === null || job.agentId !== agentId) return { kind: "unknown" };
  const sent = Fence.safeParse(event.fence);
  const known = fenceOf(job);
  if (!sent.success) return { kind: "late", job };
  const order = known === null ? 1 : compareFences(sent.data, known);
  if (order > 0) {
    await raiseFenceAlarm(app, tx, { placed, job, known });
    return { kind: "future", job };
  }
  const isOpen = !isJobEnd(factsOf(job, 0).state) && job.state !== "QUEUED";
  return { kind: order === 0 && isOpen ? "current" : "late", job };
}

async function raiseFenceAlarm(
  app: App,
  tx: Tx,
  alarm: { placed: Placed; job: JobRow; known: string | null },
): Promise<void> {
  const { placed, job, known } = alarm;
  app.log.error(
    { jobId: job.id, agentId: placed.agentId, fence: placed.event.fence },
    "an agent holds a fence this console never gave",
  );
  await appendAudit(tx, {
    orgId: placed.orgId,
    at: placed.receivedAt,
    actor: `agent:${placed.agentId}`,
    action: "alarm.future_fence",
    object: `job:${job.id}`,
    detail: { sent: placed.event.fence ?? null, known, event: placed.event.eventId },
  });
}

const actorOf = (job: JobRow): string => `agent:${job.agentId}`;

/** T2. */
export async function startJob(app: App, tx: Tx, job: JobRow): Promise<boolean> {
  const decision = await attemptMove(app, tx, {
    job,
    actor: actorOf(job),
    trigger: { kind: "started", fence: fenceOf(job) ?? "0.0" },
    change: { startedAt: app.clock.now() },
  });
  return decision.kind === "move";
}

/** T4: the local policy said no; never retried by itself. */
export async function refuseJob(
  app: App,
  tx: Tx,
  refusal: { job: JobRow } & z.infer<typeof JobRefused>,
): Promise<boolean> {
  const { job, reason, detail } = refusal;
  const decision = await attemptMove(app, tx, {
    job,
    actor: actorOf(job),
    trigger: { kind: "refused", fence: fenceOf(job) ?? "0.0" },
    detail: `${reason}: ${detail}`,
    change: { exitReason: reason, outcomeNote: detail },
  });
  return decision.kind === "move";
}

/** T12: the machine takes the job later; the attempt is given back. */
export async function deferJob(
  app: App,
  tx: Tx,
  deferral: { job: JobRow } & z.infer<typeof JobDeferred>,
): Promise<boolean> {
  const { job, reason, retryAfterS } = deferral;
  const decision = await attemptMove(app, tx, {
    job,
    actor: actorOf(job),
    trigger: {
      kind: "deferred",
      fence: fenceOf(job) ?? "0.0",
      nowMs: app.clock.now().getTime(),
      retryAfterMs: retryAfterS * 1000,
    },
    detail: reason,
    change: { deferReason: reason },
  });
  return decision.kind === "move";
}

export async function noteProgress(app: App, tx: Tx, news: { job: JobRow; progress: TuneProgress }): Promise<boolean> {
  await storeProgress(app, tx, news);
  return true;
}

export type JobEnding = Pick<z.infer<typeof JobFinished>, "outcome" | "exitReason" | "message">;

/** T6: the end as reported, a success only when the caller saw all its blobs stored (INV-22); a cancelled job keeps the reported outcome beside its end (INV-16). */
export async function endJob(app: App, tx: Tx, ending: { job: JobRow; end: JobEnding }): Promise<boolean> {
  const { job, end } = ending;
  const isCancelling = job.state === "CANCELLING";
  const note = isCancelling ? `reported ${end.outcome}: ${end.exitReason}` : end.message;
  const decision = await attemptMove(app, tx, {
    job,
    actor: actorOf(job),
    trigger: { kind: "finished", fence: fenceOf(job) ?? "0.0", outcome: end.outcome, areBlobsStored: true },
    detail: end.exitReason,
    change: { exitReason: end.exitReason, outcomeNote: note },
  });
  return decision.kind === "move";
}
