import { z } from "zod";
import { TuneVisit } from "../../core/autotune/evidence/tune-visit.ts";
import { TuneTrial } from "../../core/autotune/trial.ts";
import { TunePlan } from "../../core/autotune/tune-plan.ts";
import { TuneFinished, TuneProgress } from "../../core/contract/v1/events.ts";
import { EngineName } from "../../core/serving/engine-name.ts";

/** A trial before the store gave it its row id. */
export const TuneTrialDraft = TuneTrial.omit({ localId: true });
export type TuneTrialDraft = z.infer<typeof TuneTrialDraft>;

/** The row inserted before anything is started: `internal_error`, not ended (B88). */
export const TuneRunStart = z.strictObject({
  runId: z.uuid(),
  plan: TunePlan,
  startedAt: z.iso.datetime(),
  specVersion: z.string(),
  binaryVersion: z.string(),
  engine: z.string().nullable(),
  engineVersion: z.string().nullable(),
  machineChip: z.string(),
  machineRamGb: z.int().min(1),
  machineOsVersion: z.string(),
  origin: z.enum(["local", "console"]),
  jobId: z.uuid().nullable(),
  /** Fixes the random choices of `blocked-halving`; null for `grid`. */
  rngKey: z.int().nonnegative().nullable(),
});
export type TuneRunStart = z.infer<typeof TuneRunStart>;

/** Agent to child over the IPC channel. `ask` answers the message of that number once its row is committed. */
export const ToChild = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("plan"),
    runId: z.uuid(),
    jobId: z.uuid(),
    plan: TunePlan,
    port: z.int().nullable(),
    /** Set by a drain approval the agent has checked (B122). */
    drain: z.strictObject({ graceS: z.int().nonnegative() }).optional(),
    /** The engine the job names; the config file's own when it names none. */
    engine: EngineName.optional(),
  }),
  z.strictObject({ type: z.literal("stored"), ask: z.int(), localId: z.int().nullable() }),
  z.strictObject({ type: z.literal("cancel"), reason: z.string() }),
]);
export type ToChild = z.infer<typeof ToChild>;

/** Child to agent. Those with `ask` wait for `stored`; progress and log do not. */
export const FromChild = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("ready") }),
  z.strictObject({ type: z.literal("run"), ask: z.int(), run: TuneRunStart }),
  z.strictObject({ type: z.literal("trial"), ask: z.int(), trial: TuneTrialDraft }),
  z.strictObject({ type: z.literal("visit"), ask: z.int(), visit: TuneVisit }),
  z.strictObject({ type: z.literal("kept"), ask: z.int(), localId: z.int() }),
  z.strictObject({ type: z.literal("finished"), ask: z.int(), finished: TuneFinished }),
  z.strictObject({ type: z.literal("progress"), progress: TuneProgress }),
  z.strictObject({ type: z.literal("log"), text: z.string() }),
  /** M5: from the first `t0` of a volley to its last event the agent writes and uploads nothing. */
  z.strictObject({ type: z.literal("quiet"), isQuiet: z.boolean() }),
]);
export type FromChild = z.infer<typeof FromChild>;
