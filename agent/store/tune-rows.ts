import { z } from "zod";
import { TuneBaseline, TuneConfirmation } from "../../core/autotune/evidence/tune-comparisons.ts";
import { ExitReason } from "../../core/autotune/exit-reason.ts";
import { TuneTrial } from "../../core/autotune/trial.ts";
import { TunePlan } from "../../core/autotune/tune-plan.ts";
import type { TuneTrialDraft } from "../autotune/channel.ts";

/** One row of `tune_runs`. `plan` is null in files older than the column. */
export interface StoredRun {
  runId: string;
  startedAt: string;
  endedAt: string | null;
  specVersion: string;
  binaryVersion: string;
  machineChip: string;
  machineOsVersion: string;
  machineRamGb: number;
  targetContext: number;
  stage1Replicates: number;
  stage2Replicates: number;
  gateTtftMs: number;
  candidateModels: string[];
  tpsTieEpsilon: number;
  plan: TunePlan | null;
  engine: string | null;
  engineVersion: string | null;
  origin: "local" | "console";
  jobId: string | null;
  recommendationJson: string | null;
  recipeHash: string | null;
  isApplied: boolean;
  exitReason: ExitReason;
  message: string | null;
  rngKey: number | null;
  baseline: TuneBaseline | null;
  confirmation: TuneConfirmation | null;
}

const text = z.string();
const integer = z.int();
const RunRow = z.object({
  run_id: text,
  started_at_utc: text,
  ended_at_utc: text.nullable(),
  spec_version: text,
  binary_version: text,
  machine_chip: text,
  machine_os_version: text,
  machine_ram_gb: integer,
  target_context: integer,
  stage1_replicates: integer,
  stage2_replicates: integer,
  gate_ttft_ms: integer,
  candidate_models_json: text,
  tps_tie_epsilon: z.number(),
  plan_json: text.nullable(),
  engine: text.nullable(),
  engine_version: text.nullable(),
  origin: z.enum(["local", "console"]).nullable(),
  job_id: text.nullable(),
  recommendation_json: text.nullable(),
  recipe_hash: text.nullable(),
  applied: integer.nullable(),
  exit_reason: ExitReason,
  message: text.nullable(),
  rng_key: text.nullable(),
  baseline_json: text.nullable(),
  confirmation_json: text.nullable(),
});

/** Reads one `tune_runs` row. */
export function runOf(row: unknown): StoredRun {
  const stored = RunRow.parse(row);
  return {
    runId: stored.run_id,
    startedAt: stored.started_at_utc,
    endedAt: stored.ended_at_utc,
    specVersion: stored.spec_version,
    binaryVersion: stored.binary_version,
    machineChip: stored.machine_chip,
    machineOsVersion: stored.machine_os_version,
    machineRamGb: stored.machine_ram_gb,
    targetContext: stored.target_context,
    stage1Replicates: stored.stage1_replicates,
    stage2Replicates: stored.stage2_replicates,
    gateTtftMs: stored.gate_ttft_ms,
    candidateModels: z.array(text).parse(JSON.parse(stored.candidate_models_json)),
    tpsTieEpsilon: stored.tps_tie_epsilon,
    plan: stored.plan_json === null ? null : TunePlan.parse(JSON.parse(stored.plan_json)),
    engine: stored.engine,
    engineVersion: stored.engine_version,
    origin: stored.origin ?? "local",
    jobId: stored.job_id,
    recommendationJson: stored.recommendation_json,
    recipeHash: stored.recipe_hash,
    isApplied: stored.applied === 1,
    exitReason: stored.exit_reason,
    message: stored.message,
    rngKey: stored.rng_key === null ? null : Number(stored.rng_key),
    baseline: stored.baseline_json === null ? null : TuneBaseline.parse(JSON.parse(stored.baseline_json)),
    confirmation:
      stored.confirmation_json === null ? null : TuneConfirmation.parse(JSON.parse(stored.confirmation_json)),
  };
}

const TrialRow = z.object({
  id: integer,
  ts_utc: text,
  run_id: text,
  stage: integer,
  model: text,
  target_context: integer,
  max_tokens: integer,
  measured_prompt_tokens: integer.nullable(),
  agg_throughput_tps: z.number().nullable(),
  ttft_p95_ms: z.number().nullable(),
  fits: integer,
  n_err: integer,
  kept: integer,
  notes: text.nullable(),
  kv_bits: integer.nullable(),
  max_context_cap: integer.nullable(),
  max_batch: integer.nullable(),
  replicates_n: integer.nullable(),
  tps_method: text.nullable(),
  ttft_cold_ms: z.number().nullable(),
  peak_memory_bytes: integer.nullable(),
  requested_json: text.nullable(),
  effective_json: text.nullable(),
  replicates_json: text.nullable(),
  flags_json: text.nullable(),
});

/** B90: how the end of a run begins in its last trial's notes, on a line of its own. */
export const RUN_ENDED = "run ended: ";

/** The trial's own reason without the line about its run, so that a row reads and is sent the same before and after the end. */
function ownNotes(notes: string | null): string | null {
  if (notes === null || notes.startsWith(RUN_ENDED)) return null;
  const at = notes.lastIndexOf(`\n${RUN_ENDED}`);
  return at < 0 ? notes : notes.slice(0, at);
}

/** Reads one `tune_trials` row; rows of older files have no raw replicates. */
export function trialOf(row: unknown): TuneTrial {
  const stored = TrialRow.parse(row);
  const knobs = { kvBits: stored.kv_bits, maxBatch: stored.max_batch, maxContext: stored.max_context_cap };
  return TuneTrial.parse({
    localId: stored.id,
    tuneRunId: stored.run_id,
    at: stored.ts_utc,
    stage: stored.stage,
    model: stored.model,
    targetContext: stored.target_context,
    maxTokens: stored.max_tokens,
    measuredPromptTokens: stored.measured_prompt_tokens,
    tpsMedian: stored.agg_throughput_tps,
    ttftP95Ms: stored.ttft_p95_ms,
    isFeasible: stored.fits === 1,
    errorCount: stored.n_err,
    isKept: stored.kept === 1,
    notes: ownNotes(stored.notes),
    kvBits: stored.kv_bits,
    maxContext: stored.max_context_cap,
    maxBatch: stored.max_batch,
    replicatesN: stored.replicates_n,
    tpsMethod: stored.tps_method,
    ttftColdMs: stored.ttft_cold_ms,
    peakMemoryBytes: stored.peak_memory_bytes,
    requested: stored.requested_json === null ? knobs : JSON.parse(stored.requested_json),
    effective: stored.effective_json === null ? null : JSON.parse(stored.effective_json),
    replicates: stored.replicates_json === null ? [] : JSON.parse(stored.replicates_json),
    flags: stored.flags_json === null ? [] : JSON.parse(stored.flags_json),
  });
}

/** Column values of a trial, named for binding. */
export function trialValues(trial: TuneTrialDraft): Record<string, string | number | null> {
  return {
    ts_utc: trial.at,
    run_id: trial.tuneRunId,
    stage: trial.stage,
    model: trial.model,
    target_context: trial.targetContext,
    max_tokens: trial.maxTokens,
    measured_prompt_tokens: trial.measuredPromptTokens,
    agg_throughput_tps: trial.tpsMedian,
    ttft_p95_ms: trial.ttftP95Ms,
    fits: trial.isFeasible ? 1 : 0,
    n_err: trial.errorCount,
    kept: trial.isKept ? 1 : 0,
    notes: trial.notes,
    kv_bits: trial.kvBits,
    max_context_cap: trial.maxContext,
    max_batch: trial.maxBatch,
    replicates_n: trial.replicatesN,
    tps_method: trial.tpsMethod,
    ttft_cold_ms: trial.ttftColdMs,
    peak_memory_bytes: trial.peakMemoryBytes,
    requested_json: JSON.stringify(trial.requested),
    effective_json: trial.effective === null ? null : JSON.stringify(trial.effective),
    replicates_json: JSON.stringify(trial.replicates),
    flags_json: JSON.stringify(trial.flags),
  };
}
