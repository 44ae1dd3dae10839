import type { MachineFacts } from "../../../core/contract/v1/facts.ts";
import type { JobEnvelope } from "../../../core/contract/v1/job.ts";
import { type RefusalReason, TuneParams } from "../../../core/contract/v1/job.ts";
import { decidePermit } from "../../../core/policy/decide-permit.ts";
import { decideStart } from "../../policy/decide-start.ts";
import type { LocalPolicy } from "../../policy/read-policy.ts";

export type JobPermit =
  | { kind: "permit"; params: TuneParams }
  | { kind: "defer"; reason: string; retryAfterS: number }
  | { kind: "refuse"; reason: RefusalReason; detail: string };

export interface PermitMoment {
  policy: LocalPolicy;
  facts: MachineFacts;
  cachedModels: readonly string[];
  localMinutes: number;
  isTuneLockHeld: boolean;
}

/** SE2's last two steps and INV-17: the params' schema, then the local policy, then whether now is a time to start (T12). */
export function decideJobPermit(envelope: JobEnvelope, moment: PermitMoment): JobPermit {
  if (envelope.kind !== "tune") {
    return { kind: "refuse", reason: "unsupported", detail: `this version cannot run ${envelope.kind} jobs` };
  }
  const params = TuneParams.safeParse(envelope.params);
  if (!params.success) return { kind: "refuse", reason: "unsupported", detail: params.error.message.slice(0, 400) };
  const { plan } = params.data;
  const permit = decidePermit({
    policy: moment.policy.summary,
    kind: envelope.kind,
    models: plan.candidates,
    maxDurationS: plan.maxDurationS,
    isDrainAsked: false,
    cachedModels: moment.cachedModels,
  });
  if (permit.kind === "refuse") return permit;
  const start = decideStart(moment.policy.start, moment);
  return start.kind === "start" ? { kind: "permit", params: params.data } : start;
}
