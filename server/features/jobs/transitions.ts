import {
  decideTransition,
  isJobEnd,
  type JobDecision,
  type JobPatch,
  type JobTrigger,
} from "../../../core/leases/job-transition.ts";
import type { App, Tx } from "../../platform/app.ts";
import { publish } from "../../platform/feed.ts";
import { appendAudit } from "../activity/index.ts";
import { factsOf, tuneParamsOf } from "./job-kinds.ts";
import { appendTransition, changeJob, countTransitions, type JobChange, type JobRow } from "./repo.ts";

/** Rows of section 4 that AU5 wants in the audit chain, with the action they are written under. */
const AUDITED: Partial<Record<string, string>> = {
  T4: "job.refused",
  T5: "job.cancel_requested",
  T7: "job.taken_over",
  T8: "job.expired",
  T10: "job.cancelled",
  T13: "job.refused",
};

export interface Attempt {
  job: JobRow;
  trigger: JobTrigger;
  actor: string;
  detail?: string | undefined;
  /** Further columns that change with the move. */
  change?: JobChange;
}

/** Lets the pure table decide and, on a move, stores state, transition row, audit row and feed pointers together (INV-6, AU5). */
export async function attemptMove(app: App, tx: Tx, attempt: Attempt): Promise<JobDecision> {
  const { job } = attempt;
  const givenBack = await countTransitions(tx, job.id, "T11");
  const decision = decideTransition(factsOf(job, givenBack), attempt.trigger);
  if (decision.kind === "move") await storeMove(app, tx, { ...attempt, decision });
  return decision;
}

function columnsOf(patch: JobPatch): JobChange {
  const [epoch, counter] = (patch.fence ?? "").split(".").map(Number);
  return {
    ...(epoch === undefined || counter === undefined ? {} : { fenceEpoch: epoch, fenceCounter: counter }),
    ...(patch.leaseUntilMs === undefined ? {} : { leaseUntil: dateOf(patch.leaseUntilMs) }),
    ...(patch.attempt === undefined ? {} : { attempt: patch.attempt }),
    ...(patch.notBeforeMs === undefined ? {} : { notBefore: new Date(patch.notBeforeMs) }),
    ...(patch.isRenewed === undefined ? {} : { isRenewed: patch.isRenewed }),
  };
}

const dateOf = (ms: number | null): Date | null => (ms === null ? null : new Date(ms));

async function storeMove(
  app: App,
  tx: Tx,
  move: Attempt & { decision: Extract<JobDecision, { kind: "move" }> },
): Promise<void> {
  const { job, decision, actor } = move;
  const at = app.clock.now();
  const detail = move.detail ?? null;
  await changeJob(tx, job, {
    ...columnsOf(decision.patch),
    ...(isJobEnd(decision.to) ? { endedAt: at } : {}),
    ...move.change,
    state: decision.to,
  });
  if (decision.to === job.state) return;
  await appendTransition(tx, {
    id: app.random.uuid(),
    orgId: job.orgId,
    jobId: job.id,
    from: job.state,
    to: decision.to,
    rule: decision.rule,
    actor,
    at,
    detail,
  });
  const action = AUDITED[decision.rule];
  if (action !== undefined) {
    const facts = { from: job.state, to: decision.to, ...(detail === null ? {} : { detail }) };
    await appendAudit(tx, { orgId: job.orgId, at, actor, action, object: `job:${job.id}`, detail: facts });
  }
  await publishJob(tx, job, { at, kind: decision.rule === "T2" ? "started" : "state" });
}

/** Points the pages at a job, its machine and, for tunes, its run; mere progress is the run's own news. */
export async function publishJob(
  tx: Tx,
  job: JobRow,
  change: { at: Date; kind: "requested" | "state" | "started" | "phase" | "progress" },
): Promise<void> {
  const { orgId } = job;
  const { at } = change;
  const kind = change.kind === "phase" ? "progress" : change.kind;
  await publish(tx, { orgId, at, topic: "job", subject: job.id, kind });
  if (change.kind !== "progress") await publish(tx, { orgId, at, topic: "fleet", subject: job.agentId, kind: "job" });
  const tune = tuneParamsOf(job);
  if (tune !== null) await publish(tx, { orgId, at, topic: "tune", subject: tune.runId, kind });
}
