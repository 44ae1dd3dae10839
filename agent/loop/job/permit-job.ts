import { ApplyRecipeParams } from "../../../core/contract/v1/apply.ts";
import type { MachineFacts } from "../../../core/contract/v1/facts.ts";
import { ImageReplayParams, ImageRunParams } from "../../../core/contract/v1/image-jobs.ts";
import type { JobEnvelope } from "../../../core/contract/v1/job.ts";
import { ProbeParams, type RefusalReason, TuneParams } from "../../../core/contract/v1/job.ts";
import { decidePermit } from "../../../core/policy/decide-permit.ts";
import { judgeApplyApproval } from "../../../core/policy/judge-apply-approval.ts";
import { judgeDrainApproval } from "../../../core/policy/judge-drain-approval.ts";
import { decideStart } from "../../policy/decide-start.ts";
import type { LocalPolicy } from "../../policy/read-policy.ts";
import type { ImageWork } from "./images/image-items.ts";
import { RUN_S } from "./lease/run-deadline.ts";

/** Work this version can do. */
export type PermittedWork =
  | { kind: "tune"; params: TuneParams }
  | { kind: "probe"; params: ProbeParams }
  | { kind: "apply"; params: ApplyRecipeParams }
  | ImageWork;

export type JobPermit =
  | { kind: "permit"; work: PermittedWork }
  | { kind: "defer"; reason: string; retryAfterS: number }
  | { kind: "refuse"; reason: RefusalReason; detail: string };

export interface PermitMoment {
  policy: LocalPolicy;
  facts: MachineFacts;
  cachedModels: readonly string[];
  localMinutes: number;
  isTuneLockHeld: boolean;
  serverNowMs: number;
  /** This agent's id at its console; null before it is enrolled. */
  agentId: string | null;
}

type Refusal = Extract<JobPermit, { kind: "refuse" }>;

const unsupported = (detail: string): Refusal => ({
  kind: "refuse",
  reason: "unsupported",
  detail: detail.slice(0, 400),
});

function readWork(envelope: JobEnvelope): PermittedWork | Refusal {
  switch (envelope.kind) {
    case "tune": {
      const params = TuneParams.safeParse(envelope.params);
      return params.success ? { kind: "tune", params: params.data } : unsupported(params.error.message);
    }
    case "probe": {
      const params = ProbeParams.safeParse(envelope.params);
      return params.success ? readProbe(params.data) : unsupported(params.error.message);
    }
    case "image-run": {
      const params = ImageRunParams.safeParse(envelope.params);
      return params.success ? { kind: "image-run", params: params.data } : unsupported(params.error.message);
    }
    case "image-replay": {
      const params = ImageReplayParams.safeParse(envelope.params);
      return params.success ? { kind: "image-replay", params: params.data } : unsupported(params.error.message);
    }
    case "apply": {
      const params = ApplyRecipeParams.safeParse(envelope.params);
      return params.success ? { kind: "apply", params: params.data } : unsupported(params.error.message);
    }
    default:
      return unsupported(`this version cannot run ${envelope.kind} jobs`);
  }
}

/** What is not built is refused, never half done. */
function readProbe(params: ProbeParams): PermittedWork | Refusal {
  if (params.target !== "live") return unsupported("this version probes only what is live");
  if (params.purpose !== "measure") return unsupported(`this version cannot probe to ${params.purpose}`);
  if (params.profile === undefined) return unsupported("a probe job names its profile in this version");
  return { kind: "probe", params };
}

/** B122, JK2: what the console let a person approve is checked again where it would act; the policy comes first (B121). */
function refusedApproval(work: PermittedWork, { serverNowMs, agentId }: PermitMoment): Refusal | null {
  const problem = approvalProblem(work, { serverNowMs, agentId: agentId ?? "" });
  return problem === null ? null : { kind: "refuse", reason: "missing_approval", detail: problem };
}

function approvalProblem(work: PermittedWork, now: { serverNowMs: number; agentId: string }): string | null {
  if (work.kind === "apply") {
    const verdict = judgeApplyApproval(work.params, now);
    return verdict === "valid" ? null : `the approval does not hold: ${verdict}`;
  }
  if (work.kind !== "tune" || work.params.drainApproval === undefined) return null;
  const { drainApproval, runId } = work.params;
  const verdict = judgeDrainApproval(drainApproval, { runId, serverNowMs: now.serverNowMs });
  return verdict === "valid" ? null : `the drain approval does not hold: ${verdict}`;
}

/** SE2's last two steps and INV-17: the params' schema, then the local policy, then whether now is a time to start (T12). */
export function decideJobPermit(envelope: JobEnvelope, moment: PermitMoment): JobPermit {
  const work = readWork(envelope);
  if (work.kind === "refuse") return work;
  const asked =
    work.kind === "tune"
      ? { models: work.params.plan.candidates, maxDurationS: work.params.plan.maxDurationS }
      : { models: [], maxDurationS: RUN_S[work.kind] };
  const permit = decidePermit({
    ...asked,
    policy: moment.policy.summary,
    kind: envelope.kind,
    isDrainAsked: work.kind === "tune" && work.params.drainApproval !== undefined,
    cachedModels: moment.cachedModels,
  });
  if (permit.kind === "refuse") return permit;
  const refused = refusedApproval(work, moment);
  if (refused !== null) return refused;
  const start = decideStart(moment.policy.start, moment);
  return start.kind === "start" ? { kind: "permit", work } : start;
}
