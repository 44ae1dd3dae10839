import { z } from "zod";
import { AgentEvent, TuneProgress } from "./events.ts";
import { Capabilities, MachineFacts, PolicySummary } from "./facts.ts";
import { Fence } from "./job.ts";

/** VS1: an integer inside v1; the server speaks N and N-1. */
export const PROTOCOL = 1;

/** Timers the server states; the agent clamps them to protocol.md section 6. Milliseconds. */
export const Timers = z.object({
  pollHoldMs: z.int(),
  renewMs: z.int(),
  leaseTtlMs: z.int(),
});
export type Timers = z.infer<typeof Timers>;

/** A public key of the server's job-signing set (OKP, Ed25519). */
export const JobKey = z.object({ kty: z.literal("OKP"), crv: z.literal("Ed25519"), x: z.string(), kid: z.string() });
export type JobKey = z.infer<typeof JobKey>;

/** EN5, EN6: `token` is the join token, `publicKey` the agent's Ed25519 key, base64url of its 32 raw bytes. */
export const JoinRequest = z.object({
  token: z.string().min(1).max(200),
  publicKey: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  facts: MachineFacts,
  protocol: z.int(),
});
export type JoinRequest = z.infer<typeof JoinRequest>;
export const JoinAnswer = z.object({
  agentId: z.uuid(),
  orgId: z.string(),
  serverId: z.string(),
  jobKeys: z.array(JobKey),
  protocol: z.int(),
  timers: Timers,
});
export type JoinAnswer = z.infer<typeof JoinAnswer>;

/** ID2. */
export const ChallengeRequest = z.object({ agentId: z.uuid() });
export const ChallengeAnswer = z.object({ nonce: z.string(), expiresInS: z.int() });
/** What the agent signs: JCS of this object with `purpose` `espalier-token-v1`. */
export const TokenStatement = z.strictObject({
  purpose: z.literal("espalier-token-v1"),
  serverId: z.string(),
  agentId: z.uuid(),
  bootId: z.uuid(),
  nonce: z.string(),
});
export const TokenRequest = z.object({
  agentId: z.uuid(),
  bootId: z.uuid(),
  nonce: z.string(),
  signature: z.string().regex(/^[A-Za-z0-9_-]{86}$/),
});
export const TokenAnswer = z.object({ token: z.string(), expiresInS: z.int() });

export const BusyWith = z.object({ job: z.uuid(), fence: Fence });
export const PollRequest = z.object({
  bootId: z.uuid(),
  agentVersion: z.string(),
  protocol: z.int(),
  capsHash: z.string(),
  factsHash: z.string(),
  policyHash: z.string(),
  busyWith: z.array(BusyWith).max(4),
  /** A job by hand or a deferral keeps an idle agent from taking work. */
  canTakeJob: z.boolean(),
  outbox: z.object({ pending: z.int(), oldestMs: z.number().nullable(), dropped: z.int() }),
});
export type PollRequest = z.infer<typeof PollRequest>;

export const Command = z.object({
  type: z.string(),
  job: z.uuid().optional(),
  fence: Fence.optional(),
  by: z.string().optional(),
});
export type Command = z.infer<typeof Command>;
/** `envelope` is a compact JWS (SE1). */
export const Offer = z.object({
  job: z.uuid(),
  fence: Fence,
  attempt: z.int().min(1),
  leaseMs: z.int(),
  envelope: z.string(),
});
export type Offer = z.infer<typeof Offer>;
export const PollAnswer = z.object({
  serverTime: z.iso.datetime(),
  commands: z.array(Command),
  offer: Offer.optional(),
  retryInMs: z.int(),
  minVersion: z.string(),
  timers: Timers,
});
export type PollAnswer = z.infer<typeof PollAnswer>;

export const RenewRequest = z.object({
  job: z.uuid(),
  fence: Fence,
  progress: TuneProgress.optional(),
});
export type RenewRequest = z.infer<typeof RenewRequest>;
export const RenewAnswer = z.object({
  leaseMs: z.int(),
  cancel: z.object({ reason: z.string(), by: z.string() }).optional(),
});
export type RenewAnswer = z.infer<typeof RenewAnswer>;

export const EventsRequest = z.object({ outboxId: z.uuid(), events: z.array(AgentEvent).min(1).max(200) });
export type EventsRequest = z.infer<typeof EventsRequest>;
export const EventsAnswer = z.object({
  stored: z.array(z.uuid()),
  duplicate: z.array(z.uuid()),
  refused: z.array(z.object({ id: z.uuid(), code: z.string() })),
  nextSeq: z.array(z.object({ stream: z.string(), seq: z.int() })),
});
export type EventsAnswer = z.infer<typeof EventsAnswer>;

/** MS1: each part with its hash; a part that did not change is left out. */
export const ReportRequest = z.object({
  facts: MachineFacts.optional(),
  caps: Capabilities.optional(),
  policy: PolicySummary.optional(),
});
export type ReportRequest = z.infer<typeof ReportRequest>;
export const ReportAnswer = z.object({
  factsHash: z.string().nullable(),
  capsHash: z.string().nullable(),
  policyHash: z.string().nullable(),
});
export type ReportAnswer = z.infer<typeof ReportAnswer>;

/** TR7. */
export const PlaneErrorCode = z.enum([
  "bad_request",
  "unauthenticated",
  "forbidden",
  "agent_revoked",
  "agent_suspended",
  "not_found",
  "stale_fence",
  "session_superseded",
  "wrong_offset",
  "gone",
  "too_large",
  "unsupported_type",
  "invalid",
  "hash_mismatch",
  "upgrade_required",
  "rate_limited",
  "not_set_up",
  "storage_busy",
  "storage_full",
  "internal",
]);
export type PlaneErrorCode = z.infer<typeof PlaneErrorCode>;
export const PlaneError = z.object({
  error: z.object({ code: PlaneErrorCode, message: z.string(), retryAfterMs: z.int().optional() }),
});
export type PlaneError = z.infer<typeof PlaneError>;
