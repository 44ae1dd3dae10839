import type { Fence, JobState } from "../contract/v1/job.ts";
import { compareFences, nextFence } from "./fence.ts";
import { extendLease, takeoverAtMs } from "./lease-clock.ts";

const MOST_GIVEN_BACK = 10;

/** What a decision reads of a job row. Times are server Unix ms. */
export interface JobFacts {
  state: JobState;
  attempt: number;
  attemptsMost: number;
  /** Attempts handed back by T11, so far. */
  givenBack: number;
  fence: Fence | null;
  leaseUntilMs: number | null;
  /** A renew of this fence was stored (LE3). */
  isRenewed: boolean;
  queueDeadlineMs: number;
  notBeforeMs: number | null;
}

export type JobTrigger =
  | {
      kind: "grant";
      nowMs: number;
      leaseTtlMs: number;
      processEpoch: number;
      isAgentFree: boolean;
      isAgentAllowed: boolean;
    }
  | { kind: "started"; fence: Fence }
  | { kind: "renewed"; fence: Fence; nowMs: number; leaseTtlMs: number }
  | { kind: "refused"; fence: Fence }
  | { kind: "cancel-requested" }
  | { kind: "unsignable" }
  | { kind: "finished"; fence: Fence; outcome: "succeeded" | "failed" | "cancelled"; areBlobsStored: boolean }
  | { kind: "deferred"; fence: Fence; nowMs: number; retryAfterMs: number }
  | { kind: "swept"; nowMs: number };

/** Columns that change with a move; what is absent stays. */
export interface JobPatch {
  fence?: Fence;
  leaseUntilMs?: number | null;
  attempt?: number;
  givenBack?: number;
  notBeforeMs?: number;
  isRenewed?: boolean;
}

export type JobDecision =
  /** `rule` is the row of protocol section 4, stored with the transition. */
  | { kind: "move"; rule: string; to: JobState; patch: JobPatch }
  | { kind: "stay"; because: "ended" | "stale_fence" | "future_fence" | "not_due" | "not_possible" };

const stay = (because: Extract<JobDecision, { kind: "stay" }>["because"]): JobDecision => ({ kind: "stay", because });
const move = (rule: string, to: JobState, patch: JobPatch = {}): JobDecision => ({ kind: "move", rule, to, patch });

const ENDS: ReadonlySet<JobState> = new Set(["SUCCEEDED", "FAILED", "CANCELLED", "REFUSED", "LOST", "EXPIRED"]);

/** INV-5: an end absorbs everything. */
export function isJobEnd(state: JobState): boolean {
  return ENDS.has(state);
}

type FencedTrigger = Extract<JobTrigger, { fence: Fence }>;
type FreeTrigger = Exclude<JobTrigger, FencedTrigger>;

function decideGrant(job: JobFacts, trigger: Extract<JobTrigger, { kind: "grant" }>): JobDecision {
  if (job.state !== "QUEUED" || !trigger.isAgentFree || !trigger.isAgentAllowed) return stay("not_possible");
  if (trigger.nowMs > job.queueDeadlineMs) return stay("not_possible");
  if (job.notBeforeMs !== null && trigger.nowMs < job.notBeforeMs) return stay("not_due");
  return move("T1", "LEASED", {
    fence: nextFence(job.fence, trigger.processEpoch),
    leaseUntilMs: trigger.nowMs + trigger.leaseTtlMs,
    attempt: job.attempt + 1,
    isRenewed: false,
  });
}

function decideTakeover(job: JobFacts): JobDecision {
  if (job.state === "LEASED" && !job.isRenewed && job.givenBack < MOST_GIVEN_BACK) {
    const patch = { attempt: job.attempt - 1, givenBack: job.givenBack + 1, leaseUntilMs: null };
    return move("T11", "QUEUED", patch);
  }
  const isRestartable = job.state !== "CANCELLING" && job.attempt < job.attemptsMost;
  return move("T7", isRestartable ? "QUEUED" : "LOST", { leaseUntilMs: null });
}

function decideSweep(job: JobFacts, nowMs: number): JobDecision {
  if (job.state === "QUEUED") return nowMs > job.queueDeadlineMs ? move("T8", "EXPIRED") : stay("not_due");
  const isOver = job.leaseUntilMs !== null && nowMs > takeoverAtMs(job.leaseUntilMs);
  return isOver ? decideTakeover(job) : stay("not_due");
}

function decideFree(job: JobFacts, trigger: FreeTrigger): JobDecision {
  switch (trigger.kind) {
    case "grant":
      return decideGrant(job, trigger);
    case "swept":
      return decideSweep(job, trigger.nowMs);
    case "cancel-requested":
      if (job.state === "QUEUED") return move("T10", "CANCELLED");
      return job.state === "CANCELLING" ? stay("not_possible") : move("T5", "CANCELLING");
    case "unsignable":
      return job.state === "QUEUED" ? move("T13", "REFUSED") : stay("not_possible");
  }
}

function decideFinish(job: JobFacts, trigger: Extract<JobTrigger, { kind: "finished" }>): JobDecision {
  if (job.state !== "RUNNING" && job.state !== "CANCELLING") return stay("not_possible");
  if (!trigger.areBlobsStored) return stay("not_due");
  const patch: JobPatch = { leaseUntilMs: null };
  if (job.state === "CANCELLING" || trigger.outcome === "cancelled") return move("T6", "CANCELLED", patch);
  return move("T6", trigger.outcome === "succeeded" ? "SUCCEEDED" : "FAILED", patch);
}

function decideDeferral(job: JobFacts, trigger: Extract<JobTrigger, { kind: "deferred" }>): JobDecision {
  if (job.state !== "LEASED") return stay("not_possible");
  const notBeforeMs = trigger.nowMs + trigger.retryAfterMs;
  return move("T12", "QUEUED", { attempt: job.attempt - 1, notBeforeMs, leaseUntilMs: null });
}

function decideFenced(job: JobFacts, trigger: FencedTrigger): JobDecision {
  const order = job.fence === null ? 1 : compareFences(trigger.fence, job.fence);
  if (order !== 0) return stay(order < 0 ? "stale_fence" : "future_fence");
  if (job.state === "QUEUED") return stay("stale_fence");
  switch (trigger.kind) {
    case "started":
      return job.state === "LEASED" && job.isRenewed ? move("T2", "RUNNING") : stay("not_possible");
    case "renewed": {
      const leaseUntilMs = extendLease({ ...trigger, leaseUntilMs: job.leaseUntilMs ?? 0 });
      return move("T3", job.state, { leaseUntilMs, isRenewed: true });
    }
    case "refused":
      return job.state === "LEASED" ? move("T4", "REFUSED", { leaseUntilMs: null }) : stay("not_possible");
    case "deferred":
      return decideDeferral(job, trigger);
    case "finished":
      return decideFinish(job, trigger);
  }
}

/**
 * The whole life of a job (T1 to T8, T10 to T13) as one pure decision; T9 makes a new job instead. The caller checks the
 * guards that need other rows and stores the move and its audit row in the same transaction (INV-6).
 */
export function decideTransition(job: JobFacts, trigger: JobTrigger): JobDecision {
  if (isJobEnd(job.state)) return stay("ended");
  return "fence" in trigger ? decideFenced(job, trigger) : decideFree(job, trigger);
}
