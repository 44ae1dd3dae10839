import { z } from "zod";
import { TuneVisit } from "../../core/autotune/evidence/tune-visit.ts";
import type { TuneTrial } from "../../core/autotune/trial.ts";
import type { TuneFinished } from "../../core/contract/v1/events.ts";
import type { TuneRunStart, TuneTrialDraft } from "../autotune/channel.ts";
import type { AgentStore } from "./open-store.ts";
import { appendEvent, type OutboxDraft } from "./outbox.ts";
import { RUN_ENDED, runOf, type StoredRun, trialOf, trialValues } from "./tune-rows.ts";

type Values = Record<string, string | number | null>;

function insertRow(store: AgentStore, table: "tune_runs" | "tune_trials", values: Values): number {
  const columns = Object.keys(values);
  const marks = columns.map(() => "?").join(", ");
  const result = store.db
    .prepare(`INSERT INTO ${table} (${columns.join(", ")}) VALUES (${marks})`)
    .run(...Object.values(values));
  return Number(result.lastInsertRowid);
}

/** Inserts the provisional row of a run: `internal_error`, not ended (B88). Fails when the run id is stored already (B126). */
export function insertRun(store: AgentStore, run: TuneRunStart, event?: OutboxDraft): void {
  store.transaction(() => {
    insertRow(store, "tune_runs", {
      run_id: run.runId,
      started_at_utc: run.startedAt,
      spec_version: run.specVersion,
      binary_version: run.binaryVersion,
      machine_chip: run.machineChip,
      machine_os_version: run.machineOsVersion,
      machine_ram_gb: run.machineRamGb,
      target_context: run.plan.targetContext,
      stage1_replicates: run.plan.stage1Replicates,
      stage2_replicates: run.plan.stage2Replicates,
      gate_ttft_ms: run.plan.gateTtftMs,
      candidate_models_json: JSON.stringify(run.plan.candidates.map((candidate) => candidate.id)),
      tps_tie_epsilon: run.plan.tpsTieEpsilon,
      exit_reason: "internal_error",
      engine: run.engine,
      engine_version: run.engineVersion,
      strategy: run.plan.strategy,
      rng_key: run.rngKey === null ? null : String(run.rngKey),
      origin: run.origin,
      job_id: run.jobId,
      plan_json: JSON.stringify(run.plan),
    });
    if (event !== undefined) appendEvent(store, event);
  });
}

/** Stores one evaluated trial and, in the same transaction, the event `eventOf` makes of it; returns the row id. */
export function insertTrial(
  store: AgentStore,
  draft: TuneTrialDraft,
  eventOf?: (trial: TuneTrial) => OutboxDraft,
): number {
  return store.transaction(() => {
    const localId = insertRow(store, "tune_trials", trialValues(draft));
    if (eventOf !== undefined) appendEvent(store, eventOf({ ...draft, localId }));
    return localId;
  });
}

/**
 * M20: appends a visit to its run's `visits_json` and, in the same transaction, its event. Throws RangeError when the visit
 * is not the run's next one, so that a repeated or lost record cannot pass unseen.
 */
export function insertVisit(store: AgentStore, visit: TuneVisit, event?: OutboxDraft): void {
  store.transaction(() => {
    const row = store.db
      .prepare("SELECT json_array_length(coalesce(visits_json, '[]')) AS count FROM tune_runs WHERE run_id = ?")
      .get(visit.tuneRunId);
    if (row === undefined || row["count"] !== visit.seq - 1) {
      throw new RangeError(`visit ${visit.seq} of run ${visit.tuneRunId} does not follow the stored ones`);
    }
    store.db
      .prepare(
        "UPDATE tune_runs SET visits_json = json_insert(coalesce(visits_json, '[]'), '$[#]', json(?)) WHERE run_id = ?",
      )
      .run(JSON.stringify(visit), visit.tuneRunId);
    if (event !== undefined) appendEvent(store, event);
  });
}

/** Every visit of a run in order; empty for `grid` without a confirmation. */
export function visitsOf(store: AgentStore, runId: string): TuneVisit[] {
  const row = store.db.prepare("SELECT visits_json FROM tune_runs WHERE run_id = ?").get(runId);
  return z.array(TuneVisit).parse(JSON.parse(z.string().nullish().parse(row?.["visits_json"]) ?? "[]"));
}

/** Marks one Stage-2 trial of its run as kept and every other one as not, so that a run has one winner at most (INV-19). */
export function markKept(store: AgentStore, localId: number): void {
  store.db
    .prepare(
      `UPDATE tune_trials SET kept = (id = ?)
       WHERE stage = 2 AND run_id = (SELECT run_id FROM tune_trials WHERE id = ?)`,
    )
    .run(localId, localId);
}

/** B90: why a run ended so, in the notes of its last trial too, unless they are that reason already. */
function noteEnd(store: AgentStore, { runId, exitReason, message }: TuneFinished): void {
  const isTold = exitReason === "ok" || exitReason === "no_feasible" || exitReason === "pre_warm_integrity_failure";
  if (message === null || isTold) return;
  store.db
    .prepare(
      `UPDATE tune_trials SET notes = CASE WHEN notes IS NULL THEN ?1 ELSE notes || char(10) || ?1 END
       WHERE id = (SELECT max(id) FROM tune_trials WHERE run_id = ?2) AND instr(coalesce(notes, ''), ?1) = 0`,
    )
    .run(`${RUN_ENDED}${message}`, runId);
}

/** Finalises a run by an UPDATE of its provisional row, together with its event (B89). */
export function finishRun(store: AgentStore, finished: TuneFinished, event?: OutboxDraft): void {
  store.transaction(() => {
    store.db
      .prepare(
        `UPDATE tune_runs SET exit_reason = ?, ended_at_utc = ?, recommendation_json = ?, recipe_hash = ?, message = ?,
           engine = coalesce(?, engine), engine_version = coalesce(?, engine_version),
           baseline_json = coalesce(?, baseline_json), confirmation_json = coalesce(?, confirmation_json), applied = ?
         WHERE run_id = ?`,
      )
      .run(
        finished.exitReason,
        finished.endedAt,
        finished.recommendationJson,
        finished.recipeHash,
        finished.message,
        finished.engine,
        finished.engineVersion,
        finished.baseline ? JSON.stringify(finished.baseline) : null,
        finished.confirmation ? JSON.stringify(finished.confirmation) : null,
        finished.isApplied === true ? 1 : 0,
        finished.runId,
      );
    noteEnd(store, finished);
    if (event !== undefined) appendEvent(store, event);
  });
}

/** One run by id, null when this store never held it or retention removed it. */
export function findRun(store: AgentStore, runId: string): StoredRun | null {
  const row = store.db.prepare("SELECT * FROM tune_runs WHERE run_id = ?").get(runId);
  return row === undefined ? null : runOf(row);
}

/** The newest run, for `--report-only`: with a recommendation when `hasRecommendation` asks so. */
export function newestRun(store: AgentStore, only: { hasRecommendation: boolean }): StoredRun | null {
  const where = only.hasRecommendation ? "WHERE recommendation_json IS NOT NULL" : "";
  const row = store.db
    .prepare(`SELECT * FROM tune_runs ${where} ORDER BY started_at_utc DESC, run_id DESC LIMIT 1`)
    .get();
  return row === undefined ? null : runOf(row);
}

/** All trials of a run in the order they were measured. */
export function trialsOf(store: AgentStore, runId: string): TuneTrial[] {
  return store.db.prepare("SELECT * FROM tune_trials WHERE run_id = ? ORDER BY id").all(runId).map(trialOf);
}

/** B86: keeps the newest `keep` runs and the run `liveRunId`; trials go before runs, in one transaction. Throws RangeError below 1. */
export function retainRuns(store: AgentStore, keep: number, liveRunId: string): void {
  z.int().min(1).parse(keep);
  store.transaction(() => {
    const old = `SELECT run_id FROM tune_runs WHERE run_id <> ?
      AND run_id NOT IN (SELECT run_id FROM tune_runs ORDER BY started_at_utc DESC, run_id DESC LIMIT ?)`;
    store.db.prepare(`DELETE FROM tune_trials WHERE run_id IN (${old})`).run(liveRunId, keep);
    store.db.prepare(`DELETE FROM tune_runs WHERE run_id IN (${old})`).run(liveRunId, keep);
  });
}
