import { canonicalJson } from "../../../core/canonical/jcs.ts";
import type { App, Tx } from "../../platform/app.ts";
import { AppError } from "../../platform/errors.ts";
import { appendAudit } from "../activity/index.ts";
import { applyParamsOf, probeParamsOf, rulesOf, tuneParamsOf } from "./job-kinds.ts";
import { appendTransition, insertJob, type JobRow, queuedJobs } from "./repo.ts";
import { attemptMove, publishJob } from "./transitions.ts";

/** QU1: as many jobs wait for one machine. */
export const QUEUE_MOST = 50;

export interface JobWish {
  orgId: string;
  agentId: string;
  kind: "tune" | "probe" | "image-run" | "image-replay" | "apply";
  params: unknown;
  requestedBy: string;
  /** The account, for the audit chain. */
  actor: string;
  address: string | null;
  requestKey: string;
  retryOf: string | null;
  /** What the pages call the new work, for the rows it supersedes. */
  label: string;
}

/** Puts a job into its machine's queue (QU1), replacing unstarted ones it supersedes (QU5). Throws QUEUE_FULL, and BAD_INPUT where the parameters cannot be signed (SE1). */
export async function createJob(app: App, tx: Tx, wish: JobWish): Promise<JobRow> {
  const { orgId, agentId, kind } = wish;
  const now = app.clock.now();
  const id = app.random.uuid();
  const paramsJson = signable(wish.params);
  const replaced = await supersede(app, tx, { ...wish, id, paramsJson });
  const waiting = await queuedJobs(tx, orgId, agentId);
  if (waiting.length >= QUEUE_MOST) throw new AppError("QUEUE_FULL");
  const job = await insertJob(tx, {
    id,
    orgId,
    agentId,
    kind,
    paramsJson,
    state: "QUEUED",
    requestedBy: wish.requestedBy,
    requestedAt: now,
    requestKey: wish.requestKey,
    retryOf: wish.retryOf,
    queueDeadlineAt: new Date(now.getTime() + rulesOf({ kind, paramsJson }).queueMs),
  });
  await appendTransition(tx, {
    id: app.random.uuid(),
    orgId,
    jobId: id,
    from: null,
    to: "QUEUED",
    rule: wish.retryOf === null ? "created" : "T9",
    actor: wish.actor,
    at: now,
    detail: wish.retryOf,
  });
  await appendAudit(tx, {
    orgId,
    at: now,
    actor: wish.actor,
    address: wish.address,
    action: "job.created",
    object: `job:${id}`,
    detail: { kind, agent: agentId, retryOf: wish.retryOf, superseded: replaced },
  });
  await publishJob(tx, job, { at: now, kind: "requested" });
  return job;
}

/** The parameters as stored; an offer of others could never be made. */
function signable(params: unknown): string {
  const text = JSON.stringify(params);
  try {
    canonicalJson(JSON.parse(text));
  } catch (cause) {
    throw new AppError("BAD_INPUT", { message: "the job's parameters cannot be signed", cause });
  }
  return text;
}

type Newcomer = JobWish & { id: string; paramsJson: string };

type StoredJob = Pick<JobRow, "kind" | "paramsJson">;

/** QU5: a tune of the same engine and target context, a probe of what is live, an apply of the same class; all of the same machine. */
function doesSupersede(newcomer: StoredJob, job: StoredJob): boolean {
  const [newTune, tune] = [tuneParamsOf(newcomer), tuneParamsOf(job)];
  if (newTune !== null && tune !== null) {
    return newTune.engine === tune.engine && newTune.plan.targetContext === tune.plan.targetContext;
  }
  const [newApply, apply] = [applyParamsOf(newcomer), applyParamsOf(job)];
  if (newApply !== null && apply !== null) return newApply.class === apply.class;
  return probeParamsOf(newcomer)?.target === "live" && probeParamsOf(job)?.target === "live";
}

/** QU5: only what nobody has started yet gives way. */
async function supersede(app: App, tx: Tx, newcomer: Newcomer): Promise<string[]> {
  const replaced: string[] = [];
  for (const job of await queuedJobs(tx, newcomer.orgId, newcomer.agentId)) {
    if (!doesSupersede(newcomer, job)) continue;
    await attemptMove(app, tx, {
      job,
      trigger: { kind: "cancel-requested" },
      actor: newcomer.actor,
      detail: `superseded_by ${newcomer.id}`,
      change: {
        cancelBy: newcomer.requestedBy,
        cancelReason: "superseded",
        cancelAt: app.clock.now(),
        outcomeNote: `superseded by ${newcomer.label}`,
      },
    });
    replaced.push(job.id);
  }
  return replaced;
}
