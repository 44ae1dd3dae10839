import type { ExitReason } from "../../../core/autotune/exit-reason.ts";
import type { JobFinished, TuneFinished } from "../../../core/contract/v1/events.ts";
import type { AgentStore } from "../../store/open-store.ts";
import { findRun, trialsOf } from "../../store/tune-store.ts";

/** How the stored run is reported when its own process no longer can; null when it never got its row. */
export function tuneEndOf(
  store: AgentStore,
  runId: string,
  end: { exitReason: ExitReason; message: string | null } | null,
): TuneFinished | null {
  const run = findRun(store, runId);
  if (run === null) return null;
  const kept = trialsOf(store, runId).find((trial) => trial.stage === 2 && trial.isKept);
  return {
    runId,
    exitReason: end?.exitReason ?? run.exitReason,
    startedAt: run.startedAt,
    endedAt: end === null ? run.endedAt : null,
    specVersion: run.specVersion,
    binaryVersion: run.binaryVersion,
    engine: run.engine,
    engineVersion: run.engineVersion,
    recommendationJson: run.recommendationJson,
    recipeHash: run.recipeHash,
    keptLocalId: kept?.localId ?? null,
    message: end === null ? run.message : end.message,
    baseline: run.baseline,
    confirmation: run.confirmation,
    ...(run.rngKey === null ? {} : { rngKey: run.rngKey }),
    isApplied: run.isApplied,
  };
}

/** The job's end by its run's: a tune succeeds only with `ok`; `interrupted` after a person's cancel is cancelled. */
export function jobEndOf(tune: TuneFinished, isCancelled: boolean): JobFinished {
  const outcome =
    tune.exitReason === "ok" ? "succeeded" : tune.exitReason === "interrupted" && isCancelled ? "cancelled" : "failed";
  return { outcome, exitReason: tune.exitReason, message: tune.message, tune };
}
