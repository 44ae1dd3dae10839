import { ApplyRecipeParams } from "../../../core/contract/v1/apply.ts";
import { JobKind, JobState, ProbeParams, TuneParams } from "../../../core/contract/v1/job.ts";
import type { JobFacts } from "../../../core/leases/job-transition.ts";
import { type KindRule, kindRule } from "./kind-rules.ts";
import type { JobRow } from "./repo.ts";

/** The parameters of a tune job as stored, or null for other kinds. */
export function tuneParamsOf(job: { kind: string; paramsJson: string }): TuneParams | null {
  return job.kind === "tune" ? TuneParams.parse(JSON.parse(job.paramsJson)) : null;
}

/** The parameters of a probe job as stored, or null for other kinds. */
export function probeParamsOf(job: { kind: string; paramsJson: string }): ProbeParams | null {
  return job.kind === "probe" ? ProbeParams.parse(JSON.parse(job.paramsJson)) : null;
}

/** The parameters of an apply of an image recipe as stored, or null for other kinds. */
export function applyParamsOf(job: { kind: string; paramsJson: string }): ApplyRecipeParams | null {
  return job.kind === "apply" ? ApplyRecipeParams.parse(JSON.parse(job.paramsJson)) : null;
}

/** Attempts, deadlines and lease of a stored job (protocol.md sections 3 and 6). */
export function rulesOf(job: { kind: string; paramsJson: string }): KindRule & { leaseTtlMs: number } {
  return kindRule(JobKind.parse(job.kind), tuneParamsOf(job)?.plan.maxDurationS ?? null);
}

/** LE1: the fence a job has now, null before its first grant. */
export function fenceOf(job: { fenceEpoch: number; fenceCounter: number }): string | null {
  return job.fenceCounter === 0 ? null : `${job.fenceEpoch}.${job.fenceCounter}`;
}

/** A stored job as the pure decision reads it. */
export function factsOf(job: JobRow, givenBack: number): JobFacts {
  return {
    state: jobStateOf(job),
    attempt: job.attempt,
    attemptsMost: rulesOf(job).attempts,
    givenBack,
    fence: fenceOf(job),
    leaseUntilMs: job.leaseUntil?.getTime() ?? null,
    isRenewed: job.isRenewed,
    queueDeadlineMs: job.queueDeadlineAt.getTime(),
    notBeforeMs: job.notBefore?.getTime() ?? null,
  };
}

/** The stored state, checked. */
export function jobStateOf(job: Pick<JobRow, "state">): JobState {
  return JobState.parse(job.state);
}
