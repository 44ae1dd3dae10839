import { z } from "zod";
import { Capabilities, MachineFacts, PolicySummary } from "../../../core/contract/v1/facts.ts";
import { KnobSettings } from "../../../core/serving/knobs.ts";

/** protocol.md section 12, computed from server time, never stored (PR1). */
export const Presence = z.strictObject({
  state: z.enum([
    "never_seen",
    "fresh",
    "late",
    "asleep",
    "offline",
    "stopped",
    "revoked",
    "suspended",
    "retired",
    "upgrade_required",
  ]),
  /** Milliseconds since the last contact; null when there was none. */
  ageMs: z.number().nullable(),
  lastContactAt: z.iso.datetime().nullable(),
});
export type Presence = z.infer<typeof Presence>;

/** Blocking serves nothing, degrading serves worse, info is to know; each names its fix. */
export const Warning = z.strictObject({
  level: z.enum(["blocking", "degrading", "info"]),
  code: z.string(),
  text: z.string(),
  fix: z.string(),
});
export type Warning = z.infer<typeof Warning>;

/** The newest complete recommendation of a machine, every figure from `core/autotune` selectors over stored trials. */
export const MacRecommendation = z.strictObject({
  tuneRunId: z.uuid(),
  label: z.string(),
  model: z.string(),
  knobs: KnobSettings,
  tpsMedian: z.number(),
  ttftP95Ms: z.number(),
  replicates: z.int(),
  targetContext: z.int(),
  recipeHash: z.string(),
  endedAt: z.iso.datetime().nullable(),
  isPractice: z.boolean(),
  isSharedMachine: z.boolean(),
});
export type MacRecommendation = z.infer<typeof MacRecommendation>;

export const MacRow = z.strictObject({
  id: z.uuid(),
  hostName: z.string(),
  chip: z.string(),
  ramGb: z.int(),
  os: z.string(),
  osVersion: z.string(),
  isHouse: z.boolean(),
  presence: Presence,
  agentVersion: z.string(),
  diskFreeBytes: z.int().nullable(),
  /** Short text such as "embedded 3.21.1", null when no engine is available. */
  engine: z.string().nullable(),
  recommendation: MacRecommendation.nullable(),
  running: z
    .strictObject({ tuneRunId: z.uuid(), label: z.string(), state: z.string(), phase: z.string().nullable() })
    .nullable(),
  queued: z.int(),
  warnings: z.array(Warning),
});
export type MacRow = z.infer<typeof MacRow>;

export const FleetList = z.strictObject({ macs: z.array(MacRow), serverTime: z.iso.datetime() });

export const MacDetail = z.strictObject({
  mac: MacRow,
  facts: z.strictObject({ value: MachineFacts.strict(), at: z.iso.datetime() }),
  capabilities: z.strictObject({ value: Capabilities.strict(), at: z.iso.datetime() }).nullable(),
  policy: z.strictObject({ value: PolicySummary.strict(), at: z.iso.datetime() }).nullable(),
  enrolledAt: z.iso.datetime(),
  enrolledBy: z.string(),
  isUnencrypted: z.boolean(),
  /** SHA-256 of the agent's public key, first 20 hex digits in fours (EN2). */
  keyFingerprint: z.string(),
  serverTime: z.iso.datetime(),
});

export const MacInput = z.strictObject({ id: z.uuid() });

/** EN5: shown once; only its hash is stored. */
export const JoinTokenOutput = z.strictObject({
  token: z.string(),
  expiresAt: z.iso.datetime(),
  /** The command to run on the other Mac; the token goes in on standard input, never argv. */
  command: z.string(),
  serverFingerprint: z.string(),
});
