import { replayRun } from "../../../../core/autotune/evidence/replay-run.ts";
import { ExitReason } from "../../../../core/autotune/exit-reason.ts";
import type { TuneFinished } from "../../../../core/contract/v1/events.ts";
import type { App, Tx } from "../../../platform/app.ts";
import { publish } from "../../../platform/feed.ts";
import { appendAudit } from "../../activity/index.ts";
import { type JobEnding, type JobRow, tuneRunIdOf } from "../../jobs/index.ts";
import { planOf, storedMachine, visitOf } from "../reading/run-facts.ts";
import { changeRun, findRun, markKept, type RunRow, trialsOfRuns } from "../repo.ts";
import { judgeDocument, recheckRun } from "./recheck.ts";
import { trialOfRow } from "./trial-rows.ts";
import { visitTextsOf } from "./visit-repo.ts";

export interface TuneEnd {
  job: JobRow;
  /** The run's row as the agent stored it; null when it never got one. */
  finished: TuneFinished | null;
  endedBy: JobEnding;
}

/** B75, B126, B127: stores the end of a job's run after recomputing hash and kept row; a forged hash stores no recommendation. */
export async function finishTune(app: App, tx: Tx, end: TuneEnd): Promise<"stored" | "hash_mismatch"> {
  const id = tuneRunIdOf(end.job);
  const run = id === null ? null : await findRun(tx, { id, orgId: end.job.orgId });
  if (run === null || run.finishedReportedAt !== null) return "stored";
  if (end.finished !== null) return storeReportedEnd(app, tx, { run, finished: end.finished });
  const at = await publishEnd(app, tx, run);
  await storeBareEnd(tx, { run, at, end: end.endedBy });
  return "stored";
}

/** The end of a run as its agent stored it, judged before it counts. */
export async function storeReportedEnd(
  app: App,
  tx: Tx,
  { run, finished }: { run: RunRow; finished: TuneFinished },
): Promise<"stored" | "hash_mismatch"> {
  const at = await publishEnd(app, tx, run);
  const isOther = finished.runId !== run.id;
  const verdict = judgeDocument(finished, run.id);
  if (isOther || verdict.kind === "refused") {
    const reason = verdict.kind === "refused" ? verdict.reason : "the end is another run's";
    await refuseEnd(tx, { run, at, reason });
    return "hash_mismatch";
  }
  await storeEnd(tx, { run, at, finished, document: verdict.kind === "ok" ? verdict.document : null });
  return "stored";
}

async function publishEnd(app: App, tx: Tx, run: RunRow): Promise<Date> {
  const at = app.clock.now();
  await publish(tx, { orgId: run.orgId, at, topic: "tune", subject: run.id, kind: "finished" });
  await publish(tx, { orgId: run.orgId, at, topic: "fleet", subject: run.agentId, kind: "tune" });
  return at;
}

/** The job ended before the run had a row: its reason is all there is. */
async function storeBareEnd(tx: Tx, bare: { run: RunRow; at: Date; end: JobEnding }): Promise<void> {
  const { run, at, end } = bare;
  const exitReason = ExitReason.safeParse(end.exitReason);
  await changeRun(tx, run, {
    exitReason: exitReason.success ? exitReason.data : "internal_error",
    message: end.message,
    finishedReportedAt: at,
    recheck: "ok",
  });
}

async function refuseEnd(tx: Tx, refusal: { run: RunRow; at: Date; reason: string }): Promise<void> {
  const { run, at, reason } = refusal;
  await changeRun(tx, run, {
    exitReason: "internal_error",
    message: `the console refused the reported result: ${reason}`,
    finishedReportedAt: at,
    recheck: reason,
  });
  await appendAudit(tx, {
    orgId: run.orgId,
    at,
    actor: `agent:${run.agentId}`,
    action: "tune.result_refused",
    object: `tune:${run.id}`,
    detail: { reason },
  });
}

/** B118, M24: what the agent measured beside the search; its verdicts are computed from the rows. */
function comparisonsOf({ baseline, confirmation, rngKey, isApplied }: TuneFinished) {
  return {
    baselineJson: baseline ? JSON.stringify(baseline) : null,
    confirmationJson: confirmation ? JSON.stringify(confirmation) : null,
    rngKey: rngKey === undefined ? null : String(rngKey),
    isApplied: isApplied === true,
  };
}

type StoredEnd = {
  run: RunRow;
  at: Date;
  finished: TuneFinished;
  document: Parameters<typeof recheckRun>[0]["document"];
};

async function storeEnd(tx: Tx, end: StoredEnd): Promise<void> {
  const { run, at, finished, document } = end;
  const rows = await trialsOfRuns(tx, run.orgId, [run.id]);
  const trials = rows.map((row) => trialOfRow(row, []));
  const { keptLocalId } = finished;
  if (keptLocalId !== null) await markKept(tx, { orgId: run.orgId, tuneRunId: run.id, localId: keptLocalId });
  await changeRun(tx, run, {
    exitReason: finished.exitReason,
    message: finished.message,
    startedAt: new Date(finished.startedAt),
    endedAt: finished.endedAt === null ? null : new Date(finished.endedAt),
    specVersion: finished.specVersion,
    binaryVersion: finished.binaryVersion,
    engine: finished.engine,
    engineVersion: finished.engineVersion,
    recommendationJson: finished.recommendationJson,
    recipeHash: finished.recipeHash,
    ...comparisonsOf(finished),
    finishedReportedAt: at,
    recheck: recheckRun({
      plan: planOf(run),
      trials,
      document,
      keptLocalId,
      baseline: finished.baseline ?? null,
      replay: replayRun({
        plan: planOf(run),
        trials,
        visits: (await visitTextsOf(tx, run.orgId, run.id)).map(visitOf),
        confirmation: finished.confirmation ?? null,
        machine: { ...storedMachine(run), binaryVersion: finished.binaryVersion },
        isOver: true,
      }),
      differingTrials: rows.filter(({ recheck }) => recheck !== null).length,
    }),
  });
}
