import { z } from "zod";
import { VisitReading } from "../autotune/evidence/tune-visit.ts";
import { EngineShare } from "../measuring/engine-share.ts";
import { RawRequest, TpsMethod } from "../measuring/replicate.ts";
import { KnobReadings } from "../serving/knobs.ts";
import { LevelPlan } from "./profile.ts";

/** What a probe is for; only `measure` runs in this version. */
export const ProbePurpose = z.enum(["measure", "readiness", "baseline", "verify"]);

const MAX_STAMPS = 10_000;

/** Everything one request of a probe leaves behind (M17); never prompt or completion text. Times in microseconds. */
export const ProbeRequestRecord = z.strictObject({
  ...RawRequest.shape,
  stampsUs: z.array(z.number()).max(MAX_STAMPS),
  finishReason: z.string().max(200).nullable(),
  error: z.string().max(500).nullable(),
  /** In send order within its level; 0 is the discarded warm-up, measured requests count from 1. */
  position: z.int().nonnegative(),
  isWarmUp: z.boolean(),
  /** Planned send time and actual one, after the level's own start. */
  tSchedUs: z.number().nonnegative(),
  t0Us: z.number().nonnegative(),
  /** When the answer was over, in whatever way, after `t0`. */
  endUs: z.number().nonnegative(),
  flags: z.array(z.string().max(60)).max(20),
});
export type ProbeRequestRecord = z.infer<typeof ProbeRequestRecord>;

/** M21 over one level: start, worst and end. */
const ProbeConditions = z.strictObject({ start: VisitReading, worst: VisitReading, end: VisitReading });

/** One load level as it was run. */
export const ProbeLevel = z.strictObject({
  /** 0-based in its probe. */
  level: z.int().min(0).max(500),
  plan: LevelPlan,
  /** Words of the prompt after sizing (B106). */
  wordCount: z.int().positive(),
  /** False when the provider refused `include_usage` (M12). */
  hasUsage: z.boolean(),
  conditions: ProbeConditions.nullable(),
  /** Over the measured requests; null where the engine keeps no counters. */
  engine: EngineShare.nullable(),
  /** CPU time of the measuring process over the measured requests, ms. */
  clientCpuMs: z.number().nonnegative().optional(),
  /** `lagging`, `slept`, `thermal`, `power_changed`. */
  flags: z.array(z.string().max(60)).max(20),
  /** Why the level has no measured request, null when it has. */
  failure: z.string().max(500).nullable(),
});
export type ProbeLevel = z.infer<typeof ProbeLevel>;

/** The machine as the probe found it. */
export const ProbeMachine = z.strictObject({ chip: z.string(), ramGb: z.int(), osVersion: z.string() });

/** What was measured: the serving process as it describes itself, null where it says nothing. */
export const ProbeProvider = z.strictObject({
  port: z.int().min(1).max(65_535),
  pid: z.int().nullable(),
  model: z.string().max(400),
  engine: z.string().max(100).nullable(),
  engineVersion: z.string().max(100).nullable(),
  /** Requested and effective knobs as read back (A42). */
  knobs: KnobReadings.nullable(),
  maxConcurrency: z.int().nullable(),
  maxContext: z.int().nullable(),
});
export type ProbeProvider = z.infer<typeof ProbeProvider>;

/** The row written before the first request is sent. */
export const ProbeStart = z.strictObject({
  probeId: z.uuid(),
  origin: z.enum(["console", "local"]),
  /** `<profile>@<version>`. */
  profile: z.string().min(1).max(60),
  purpose: ProbePurpose,
  startedAt: z.iso.datetime(),
  machine: ProbeMachine,
  provider: ProbeProvider,
});
export type ProbeStart = z.infer<typeof ProbeStart>;

/** A slice of a level's requests; a level whose requests exceed one event comes in several, in order. */
export const ProbeSlice = z.strictObject({
  probeId: z.uuid(),
  level: ProbeLevel,
  requests: z.array(ProbeRequestRecord).max(500),
});
export type ProbeSlice = z.infer<typeof ProbeSlice>;

export const ProbeExit = z.enum(["ok", "failed", "interrupted", "no_provider", "provider_conflict", "internal_error"]);
export type ProbeExit = z.infer<typeof ProbeExit>;

/** How a probe ended. It carries no aggregate: each reader computes them from the requests (M17). */
export const ProbeEnd = z.strictObject({
  probeId: z.uuid(),
  exitReason: ProbeExit,
  message: z.string().max(2000).nullable(),
  endedAt: z.iso.datetime(),
  levels: z.int().nonnegative(),
  /** Fixed by the first measured request (M7). */
  tpsMethod: TpsMethod.nullable(),
});
export type ProbeEnd = z.infer<typeof ProbeEnd>;
