import { TuneProgress } from "../../../../core/contract/v1/events.ts";
import type { RenewRequest } from "../../../../core/contract/v1/messages.ts";
import type { App, Tx } from "../../../platform/app.ts";
import { transaction } from "../../../platform/transaction.ts";
import { rulesOf } from "../job-kinds.ts";
import { changeJob, findJob, type JobRow } from "../repo.ts";
import { attemptMove, publishJob } from "../transitions.ts";

export type Renewal =
  | { kind: "renewed"; leaseMs: number; cancel: { reason: string; by: string } | null }
  /** LE5: the agent stops the work and still sends what it has. */
  | { kind: "stale" };

/** T3: the lease of a job this agent still holds; a renew can only make it longer (INV-18). */
export function renewLease(
  app: App,
  renewal: { agent: { id: string; orgId: string }; request: RenewRequest },
): Promise<Renewal> {
  const { agent, request } = renewal;
  return transaction(app, "jobs.renew", async (tx): Promise<Renewal> => {
    const job = await findJob(tx, { id: request.job, orgId: agent.orgId });
    if (job === null || job.agentId !== agent.id) return { kind: "stale" };
    const { leaseTtlMs } = rulesOf(job);
    const decision = await attemptMove(app, tx, {
      job,
      actor: `agent:${agent.id}`,
      trigger: { kind: "renewed", fence: request.fence, nowMs: app.clock.now().getTime(), leaseTtlMs },
    });
    if (decision.kind !== "move") return { kind: "stale" };
    if (request.progress !== undefined) await storeProgress(app, tx, { job, progress: request.progress });
    const cancel =
      job.state === "CANCELLING" ? { reason: job.cancelReason ?? "cancelled", by: job.cancelBy ?? "console" } : null;
    return { kind: "renewed", leaseMs: leaseTtlMs, cancel };
  });
}

/** MS3: the newest progress wins; an older one that arrives later changes nothing. A new phase is news for the machine's row too. */
export async function storeProgress(app: App, tx: Tx, news: { job: JobRow; progress: TuneProgress }): Promise<void> {
  const { job, progress } = news;
  const at = app.clock.now();
  const stored = job.lastProgressJson === null ? null : TuneProgress.parse(JSON.parse(job.lastProgressJson));
  if (stored !== null && stored.monoMs > progress.monoMs) return;
  await changeJob(tx, job, { lastProgressJson: JSON.stringify(progress), lastProgressAt: at });
  await publishJob(tx, job, { at, kind: stored?.phase === progress.phase ? "progress" : "phase" });
}
