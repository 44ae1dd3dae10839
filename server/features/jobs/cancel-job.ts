import type { JobState } from "../../../core/contract/v1/job.ts";
import type { Command } from "../../../core/contract/v1/messages.ts";
import type { App, Tx } from "../../platform/app.ts";
import { AppError } from "../../platform/errors.ts";
import { fenceOf, jobStateOf } from "./job-kinds.ts";
import { findJob, type JobRow, liveJob } from "./repo.ts";
import { attemptMove } from "./transitions.ts";

export interface CancelWish {
  job: JobRow;
  /** Shown to people and sent to the agent. */
  by: string;
  actor: string;
  reason: string;
}

type JobCancel = Omit<CancelWish, "job"> & { jobId: string | null; orgId: string };

/** T5, T10. False when the job has ended or a cancel is under way already. */
export async function requestCancel(app: App, tx: Tx, wish: CancelWish): Promise<boolean> {
  const decision = await attemptMove(app, tx, {
    job: wish.job,
    actor: wish.actor,
    trigger: { kind: "cancel-requested" },
    detail: wish.reason,
    change: { cancelBy: wish.by, cancelReason: wish.reason, cancelAt: app.clock.now() },
  });
  return decision.kind === "move";
}

/**
 * T5, T10: a person's cancel of the run or probe behind `jobId`; asking twice changes nothing. Answers the job's state.
 *
 * @throws NOT_CANCELLABLE without a job, or when it has ended.
 */
export async function cancelJob(app: App, tx: Tx, { jobId, orgId, ...wish }: JobCancel): Promise<JobState> {
  const job = jobId === null ? null : await findJob(tx, { id: jobId, orgId });
  if (job === null) throw new AppError("NOT_CANCELLABLE");
  if (job.state === "CANCELLING") return job.state;
  if (!(await requestCancel(app, tx, { job, ...wish }))) throw new AppError("NOT_CANCELLABLE");
  const after = await findJob(tx, { id: job.id, orgId });
  return jobStateOf(after ?? job);
}

/** CX1: the cancel that rides on a poll. */
export async function cancelCommands(app: App, host: { id: string; orgId: string }): Promise<Command[]> {
  const job = await liveJob(app.db, host.orgId, host.id);
  const fence = job === null ? null : fenceOf(job);
  if (job === null || fence === null || job.state !== "CANCELLING") return [];
  return [{ type: "cancel", job: job.id, fence, by: job.cancelBy ?? "console" }];
}
