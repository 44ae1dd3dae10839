import type { Command } from "../../../core/contract/v1/messages.ts";
import type { App, Tx } from "../../platform/app.ts";
import { fenceOf } from "./job-kinds.ts";
import { type JobRow, liveJob } from "./repo.ts";
import { attemptMove } from "./transitions.ts";

export interface CancelWish {
  job: JobRow;
  /** Shown to people and sent to the agent. */
  by: string;
  actor: string;
  reason: string;
}

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

/** CX1: the cancel that rides on a poll. */
export async function cancelCommands(app: App, host: { id: string; orgId: string }): Promise<Command[]> {
  const job = await liveJob(app.db, host.orgId, host.id);
  const fence = job === null ? null : fenceOf(job);
  if (job === null || fence === null || job.state !== "CANCELLING") return [];
  return [{ type: "cancel", job: job.id, fence, by: job.cancelBy ?? "console" }];
}
