import { z } from "zod";
import { TunePlan } from "../../autotune/tune-plan.ts";
import { DrainApproval } from "../../policy/judge-drain-approval.ts";
import { ProbePurpose } from "../../probing/probe-record.ts";
import { LoadShape, ProbeProfile } from "../../probing/profile.ts";
import { EngineName } from "../../serving/engine-name.ts";

/** Every kind protocol.md section 3 names; an agent refuses kinds it does not know (INV-26). */
export const JobKind = z.enum([
  "tune",
  "probe",
  "apply",
  "rollback",
  "drain",
  "restore",
  "image-run",
  "image-replay",
  "tool-evaluate",
  "repair",
  "update",
]);
export type JobKind = z.infer<typeof JobKind>;

export const JobState = z.enum([
  "QUEUED",
  "LEASED",
  "RUNNING",
  "CANCELLING",
  "SUCCEEDED",
  "FAILED",
  "CANCELLED",
  "REFUSED",
  "LOST",
  "EXPIRED",
]);
export type JobState = z.infer<typeof JobState>;

/** Parameters of a `tune` job: the plan, its run id and how the engine is chosen. Strict (JK1). */
export const TuneParams = z.strictObject({
  runId: z.uuid(),
  plan: TunePlan,
  engine: EngineName,
  port: z.int().min(1).max(65535).optional(),
  /** Without it a conflict ends `provider_conflict` (JK3, B122). */
  drainApproval: DrainApproval.optional(),
});
export type TuneParams = z.infer<typeof TuneParams>;

/**
 * Parameters of a `probe` job: what is measured, for what, and by a profile or by a load stated in full. Strict (JK1).
 * `probeId` is the row's id on agent and console for the first attempt.
 */
export const ProbeParams = z.strictObject({
  probeId: z.uuid(),
  target: z.enum(["live", "candidate"]),
  purpose: ProbePurpose,
  profile: ProbeProfile.optional(),
  load: LoadShape.optional(),
  promptTokens: z.int().min(1).max(10_000_000).optional(),
  maxTokens: z.int().min(1).max(1_000_000).optional(),
  replicates: z.int().min(1).max(10_000).optional(),
});
export type ProbeParams = z.infer<typeof ProbeParams>;

/** LE1: written `epoch.counter`, compared as two integers. */
export const Fence = z.string().regex(/^\d{1,15}\.\d{1,15}$/);
export type Fence = z.infer<typeof Fence>;

/** SE1: the signed payload of an offer; strict, so an unknown or missing field is a refusal (SE3). Times in Unix seconds. */
export const JobEnvelope = z.strictObject({
  v: z.literal(1),
  iss: z.string(),
  aud: z.string(),
  org: z.string(),
  job: z.uuid(),
  kind: z.string(),
  params: z.unknown(),
  fence: Fence,
  attempt: z.int().min(1),
  approval: z.null(),
  nbf: z.int(),
  exp: z.int(),
  jti: z.uuid(),
});
export type JobEnvelope = z.infer<typeof JobEnvelope>;

/** Reasons of LP3 this version gives; a refusal is never retried by itself. */
export const RefusalReason = z.enum([
  "policy_kind",
  "policy_model",
  "policy_drain",
  "policy_apply",
  "policy_update",
  "policy_unreadable",
  "policy_duration",
  "bad_signature",
  "wrong_audience",
  "outside_window",
  "replayed",
  "missing_approval",
  "stale_base",
  "unsupported",
  "containment_insufficient",
  "disk_low",
]);
export type RefusalReason = z.infer<typeof RefusalReason>;
