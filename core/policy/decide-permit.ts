import type { PolicySummary } from "../contract/v1/facts.ts";
import { JobKind, type RefusalReason } from "../contract/v1/job.ts";
import { DEFAULT_CANDIDATES, findModelFacts } from "../serving/catalogue.ts";
import { isPracticeModel, isSameModel, modelKey } from "../serving/model-id.ts";

/** What the local policy is asked about. */
export interface PermitQuestion {
  policy: PolicySummary;
  kind: string;
  models: readonly { id: string; revision: string | null }[];
  /** Longest time the job itself asks for, seconds. */
  maxDurationS: number;
  isDrainAsked: boolean;
  /** Ids this Mac could start without fetching. */
  cachedModels: readonly string[];
}

type PermitDecision =
  | { kind: "permit" }
  /** A refusal is never retried by itself (T4); `detail` names the policy line. */
  | { kind: "refuse"; reason: RefusalReason; detail: string };

const refuse = (reason: RefusalReason, detail: string): PermitDecision => ({ kind: "refuse", reason, detail });

const DRAINING_KINDS: ReadonlySet<string> = new Set(["drain"]);
const APPLYING_KINDS: ReadonlySet<string> = new Set(["apply", "rollback"]);

function isKindListed({ policy, kind }: PermitQuestion): boolean {
  if (kind === "restore" || policy.jobs.includes(kind)) return true;
  if (DRAINING_KINDS.has(kind)) return policy.remoteDrain;
  return APPLYING_KINDS.has(kind) && policy.remoteApply;
}

function refusedSwitch({ policy, kind, isDrainAsked }: PermitQuestion): PermitDecision | null {
  if ((DRAINING_KINDS.has(kind) || isDrainAsked) && !policy.remoteDrain)
    return refuse("policy_drain", "remote_drain: false");
  if (APPLYING_KINDS.has(kind) && !policy.remoteApply) return refuse("policy_apply", "remote_apply: false");
  return kind === "update" ? refuse("policy_update", "remote_update: false") : null;
}

const isDefaultModel = (id: string): boolean =>
  DEFAULT_CANDIDATES.some((other) => isSameModel(other, id)) || findModelFacts(id)?.isPractice === false;

function doesEntryAllow(entry: string, model: PermitQuestion["models"][number], cached: readonly string[]): boolean {
  if (entry === "default-list") return isDefaultModel(model.id);
  if (entry === "practice") return isPracticeModel(model.id);
  if (entry === "cached") return cached.some((id) => isSameModel(id, model.id));
  if (entry.endsWith("/*")) return modelKey(model.id).startsWith(modelKey(entry.slice(0, -1)));
  const [id = "", revision] = entry.split("@");
  return isSameModel(id, model.id) && (revision === undefined || revision === model.revision);
}

function refusedModel({ policy, models, cachedModels }: PermitQuestion): PermitDecision | null {
  const denied = models.find(
    (model) => !policy.modelsAllow.some((entry) => doesEntryAllow(entry, model, cachedModels)),
  );
  return denied === undefined ? null : refuse("policy_model", `models.allow does not cover ${denied.id}`);
}

/** The local policy's answer, which always wins (protocol section 10, LP1 to LP3). */
export function decidePermit(question: PermitQuestion): PermitDecision {
  const { policy, kind } = question;
  if (!JobKind.safeParse(kind).success) return refuse("unsupported", `unknown job kind ${kind}`);
  if (kind === "restore") return { kind: "permit" };
  if (!policy.isReadable) return refuse("policy_unreadable", "the policy file cannot be read or trusted");
  const switched = refusedSwitch(question);
  if (switched !== null) return switched;
  if (!isKindListed(question)) return refuse("policy_kind", `jobs does not list ${kind}`);
  if (question.maxDurationS > policy.maxJobSeconds) {
    return refuse("policy_duration", `limits.max_job_seconds: ${policy.maxJobSeconds}`);
  }
  return refusedModel(question) ?? { kind: "permit" };
}
