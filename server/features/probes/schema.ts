import { z } from "zod";
import { TpsMethod } from "../../../core/measuring/replicate.ts";
import { LevelSummary } from "../../../core/probing/level-summary.ts";
import {
  ProbeExit,
  ProbeMachine,
  ProbeProvider,
  ProbePurpose,
  ProbeRequestRecord,
} from "../../../core/probing/probe-record.ts";
import { ProbeProfile } from "../../../core/probing/profile.ts";
import { TuneState } from "../tunes/schema.ts";

export const RequestProbeInput = z.strictObject({
  agentId: z.uuid(),
  profile: ProbeProfile,
  /** Made once by the form, so that a double submit makes one job (H-34). */
  requestKey: z.uuid(),
});
export const RequestProbeOutput = z.strictObject({ probeId: z.uuid() });

/** One probe as lists and the machine's page show it; every number is the console's own computation from raw requests. */
export const ProbeSummary = z.strictObject({
  id: z.uuid(),
  agentId: z.uuid(),
  hostName: z.string(),
  jobId: z.uuid().nullable(),
  origin: z.enum(["console", "local"]),
  state: TuneState,
  /** Why a waiting probe waits, in words. */
  waitingFor: z.string().nullable(),
  /** `<profile>@<version>`. */
  profile: z.string(),
  purpose: ProbePurpose,
  exitReason: ProbeExit.nullable(),
  message: z.string().nullable(),
  /** What was measured, as it described itself; null before the probe began. */
  provider: ProbeProvider.nullable(),
  machine: ProbeMachine.nullable(),
  tpsMethod: TpsMethod.nullable(),
  /** The key of the whole probe when all its levels have one; null when it may stand beside no other (M10). */
  cmpKey: z.string().nullable(),
  levels: z.array(LevelSummary),
  requestedBy: z.string(),
  requestedAt: z.iso.datetime(),
  startedAt: z.iso.datetime().nullable(),
  endedAt: z.iso.datetime().nullable(),
});
export type ProbeSummary = z.infer<typeof ProbeSummary>;

export const ListProbesInput = z.strictObject({
  agentId: z.uuid(),
  profile: z.string().max(60).optional(),
  page: z.int().min(1).max(10_000).default(1),
  pageSize: z.int().min(1).max(100).default(25),
});
/** Newest first. */
export const ProbeList = z.strictObject({ rows: z.array(ProbeSummary), total: z.int() });

export const ProbeInput = z.strictObject({ id: z.uuid() });
/** The raw requests of one level, warm-up first, for a sceptic who computes again. */
export const ProbeRequestsInput = z.strictObject({ id: z.uuid(), level: z.int().min(0).max(500) });
export const ProbeRequests = z.strictObject({ requests: z.array(ProbeRequestRecord) });

export const CancelProbeInput = z.strictObject({
  id: z.uuid(),
  reason: z.string().trim().max(200).default("cancelled on the page"),
});
export const CancelProbeOutput = z.strictObject({ state: TuneState });
