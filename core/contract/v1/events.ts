import { z } from "zod";
import { TuneBaseline, TuneConfirmation } from "../../autotune/evidence/tune-comparisons.ts";
import { TuneVisit } from "../../autotune/evidence/tune-visit.ts";
import { ExitReason } from "../../autotune/exit-reason.ts";
import { TuneTrial } from "../../autotune/trial.ts";
import { TunePlan } from "../../autotune/tune-plan.ts";
import { Blake3, RunErrorReason } from "../../imaging/record/parts.ts";
import { ProbeEnd, ProbeSlice, ProbeStart } from "../../probing/probe-record.ts";
import { KnobSettings } from "../../serving/knobs.ts";
import { HeldRecipe } from "./apply.ts";
import { ObligationReport } from "./obligation.ts";

/** protocol.md section 5: the largest body an event carries itself, in bytes of its JCS text; a larger one is a blob (BL4). */
export const EVENT_BODY_BYTES = 64 * 1024;
/** BL4: the most bytes of bodies that one request names as blobs, and so the largest body there is. */
export const NAMED_BODY_BYTES = 16 * 1024 * 1024;
/** BL4: the code of an event whose blob the console does not have; it is sent again after the blob. */
export const BODY_MISSING = "blob_missing";

/** One event of an agent's durable outbox. An id applies at most once; within a stream order is by seq, gapless (INV-7, INV-8). */
export const AgentEvent = z.object({
  eventId: z.uuid(),
  stream: z.string().min(1).max(100),
  seq: z.int().min(1),
  seqEnd: z.int().min(1).optional(),
  job: z.uuid().optional(),
  fence: z.string().optional(),
  type: z.string().min(1).max(60),
  /** Null where `bodyBlob` names it. */
  body: z.unknown(),
  /** BLAKE3 of the body's JCS text, stored as a blob before the event is sent (BL4). */
  bodyBlob: Blake3.optional(),
  /** SHA-256 of JCS of the wire body, lower-case hex. */
  bodySha256: z.string().regex(/^[0-9a-f]{64}$/),
  atWall: z.iso.datetime({ offset: false }),
  atMonoMs: z.number(),
  bootId: z.uuid(),
});
export type AgentEvent = z.infer<typeof AgentEvent>;

/** B124. */
export const TunePhase = z.enum([
  "accepted",
  "preflight",
  "draining",
  "prewarm",
  "stage1",
  "stage2",
  "confirm",
  "emit",
  "applying",
  "restoring",
  "finished",
]);
export type TunePhase = z.infer<typeof TunePhase>;

const Step = z.object({ index: z.int().min(1), of: z.int().min(1) });

/** B124: where a tune run is. Only progress may be dropped. */
export const TuneProgress = z.object({
  runId: z.uuid(),
  phase: TunePhase,
  monoMs: z.number(),
  model: z.string().optional(),
  candidate: Step.optional(),
  cell: Step.optional(),
  knobs: KnobSettings.optional(),
  replicate: Step.optional(),
  fetched: z.object({ bytesDone: z.int(), bytesTotal: z.int().nullable() }).optional(),
  best: z.object({ model: z.string(), knobs: KnobSettings, tpsMedian: z.number() }).optional(),
  budgetLeftS: z.number().optional(),
  etaMs: z.number().optional(),
  note: z.string().max(200).optional(),
});
export type TuneProgress = z.infer<typeof TuneProgress>;

export const JobRefused = z.object({ reason: z.string(), detail: z.string().max(500) });
export const JobDeferred = z.object({ reason: z.string(), retryAfterS: z.int().min(1) });
const JobStarted = z.object({ runId: z.uuid().optional(), startedAt: z.iso.datetime() });
/** IM45: an input of an `image-run` that could not be read; it has no classification. */
export const JobUnreadable = z.object({ blake3: Blake3, reason: RunErrorReason, detail: z.string().max(500) });
export type JobUnreadable = z.infer<typeof JobUnreadable>;
/** A slice of the run's log; `offset` in bytes from the start of the job's log (MS4). */
export const JobLog = z.object({ offset: z.int().nonnegative(), text: z.string().max(32_768) });
const JobTrial = z.object({ trial: TuneTrial });
/** B127: each visit is an event of its own. */
const JobVisit = z.object({ visit: TuneVisit });

/** The end of a tune run: its row as the agent stored it (B126, B127). `recommendationJson` is the B71 document as one line of text. */
export const TuneFinished = z.object({
  runId: z.uuid(),
  exitReason: ExitReason,
  startedAt: z.iso.datetime(),
  /** Null for interrupted runs. */
  endedAt: z.iso.datetime().nullable(),
  specVersion: z.string(),
  binaryVersion: z.string(),
  engine: z.string().nullable(),
  engineVersion: z.string().nullable(),
  recommendationJson: z.string().nullable(),
  recipeHash: z.string().nullable(),
  keptLocalId: z.int().positive().nullable(),
  message: z.string().max(2000).nullable(),
  baseline: TuneBaseline.nullable().optional(),
  confirmation: TuneConfirmation.nullable().optional(),
  /** The choice every random draw followed, absent for `grid`. */
  rngKey: z.int().nonnegative().optional(),
  /** `--apply` wrote the configuration. */
  isApplied: z.boolean().optional(),
});
export type TuneFinished = z.infer<typeof TuneFinished>;

/** ID5, B127: a run by hand as its provisional row; it has no job, and its trials and visits are events without one. */
export const TuneStarted = z.object({
  runId: z.uuid(),
  startedAt: z.iso.datetime(),
  plan: TunePlan,
  specVersion: z.string(),
  binaryVersion: z.string(),
  engine: z.string().nullable(),
  engineVersion: z.string().nullable(),
  machine: z.object({ chip: z.string(), ramGb: z.int().min(1), osVersion: z.string() }),
});
export type TuneStarted = z.infer<typeof TuneStarted>;

/** The end of a job on the agent; `tune` is set for tune jobs that got their run row. */
export const JobFinished = z.object({
  outcome: z.enum(["succeeded", "failed", "cancelled"]),
  exitReason: z.string(),
  message: z.string().max(2000).nullable(),
  tune: TuneFinished.nullable(),
  /** TU51: the recipe the Mac has for the class of an apply, whatever came of it. */
  imageRecipe: HeldRecipe.optional(),
});
export type JobFinished = z.infer<typeof JobFinished>;

const CommandRefused = z.object({ command: z.string(), reason: z.string() });
const OutboxDropped = z.object({ stream: z.string(), from: z.int(), to: z.int() });

/** Body schema by event type; a type that is not here is stored and shown raw (CO2). */
export const EVENT_BODIES = {
  "job.received": z.object({}),
  "job.permitted": z.object({}),
  "job.deferred": JobDeferred,
  "job.refused": JobRefused,
  "job.started": JobStarted,
  "job.progress": TuneProgress,
  "job.trial": JobTrial,
  "job.visit": JobVisit,
  "job.unreadable": JobUnreadable,
  "job.log": JobLog,
  "job.finished": JobFinished,
  "probe.started": z.object({ probe: ProbeStart }),
  "probe.level": z.object({ slice: ProbeSlice }),
  "probe.finished": z.object({ end: ProbeEnd }),
  "tune.started": z.object({ run: TuneStarted }),
  "tune.finished": z.object({ tune: TuneFinished }),
  "obligation.opened": ObligationReport,
  "obligation.cleared": ObligationReport,
  "obligation.failed": ObligationReport,
  "agent.started": z.object({ agentVersion: z.string() }),
  "agent.goodbye": z.object({ reason: z.string() }),
  "agent.slept": z.object({ durationMs: z.number() }),
  "command.refused": CommandRefused,
  "outbox.dropped": OutboxDropped,
  "outbox.quarantined": z.object({ sha256: z.string() }),
} as const;
export type KnownEventType = keyof typeof EVENT_BODIES;
