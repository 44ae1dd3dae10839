import type { z } from "zod";
import { countedReplicates, visitsOfCell } from "../../../../core/autotune/evidence/cell-row.ts";
import { replayRun } from "../../../../core/autotune/evidence/replay-run.ts";
import { searchReport } from "../../../../core/autotune/evidence/search-report.ts";
import type { VisitRule } from "../../../../core/autotune/evidence/visit-outcome.ts";
import { TuneProgress } from "../../../../core/contract/v1/events.ts";
import { AppError } from "../../../platform/errors.ts";
import type { Context } from "../../../trpc/context.ts";
import { countLateEvents, findHostOf, findJob, type JobRow, jobStateOf, placeInQueue } from "../../jobs/index.ts";
import { findRun, findRunOfJob, type RunRow, replicatesOf, trialsOfRuns } from "../repo.ts";
import { engineOf, groundOf, plannedCandidates, plannedCells } from "../request/planned.ts";
import { trialOfRow } from "../results/trial-rows.ts";
import { visitTextsOf } from "../results/visit-repo.ts";
import type { TuneDetail, TuneInput, TuneProgressOutput } from "../schema.ts";
import { baselineOf, confirmationOf, documentOf, planOf, rngKeyOf, storedMachine, visitOf } from "./run-facts.ts";
import { summariesOf } from "./summaries.ts";
import { tuneStateOf } from "./tune-state.ts";

async function requireRun(ctx: Context, id: string): Promise<{ run: RunRow; job: JobRow | null }> {
  const { orgId } = ctx.scope;
  const run = await findRun(ctx.app.db, { id, orgId });
  if (run === null) throw new AppError("NOT_FOUND");
  return { run, job: run.jobId === null ? null : await findJob(ctx.app.db, { id: run.jobId, orgId }) };
}

async function trialsWithEvidence(ctx: Context, run: RunRow): Promise<TuneDetail["trials"]> {
  const rows = await trialsOfRuns(ctx.app.db, run.orgId, [run.id]);
  const ids = rows.map(({ id }) => id);
  const raw = Map.groupBy(await replicatesOf(ctx.app.db, run.orgId, ids), ({ tuneTrialId }) => tuneTrialId);
  return rows.map((row) =>
    trialOfRow(
      row,
      (raw.get(row.id) ?? []).map(({ rawJson }) => rawJson),
    ),
  );
}

async function jobPart(ctx: Context, job: JobRow): Promise<NonNullable<TuneDetail["job"]>> {
  return {
    id: job.id,
    state: jobStateOf(job),
    ...(await placeInQueue(ctx.app, job)),
    queueDeadlineAt: job.queueDeadlineAt.toISOString(),
    cancelBy: job.cancelBy,
    cancelReason: job.cancelReason,
    outcomeNote: job.outcomeNote,
    lateEvents: await countLateEvents(ctx.app.db, job.orgId, job.id),
  };
}

async function retriedRunId(ctx: Context, job: JobRow | null): Promise<string | null> {
  if (job === null || job.retryOf === null) return null;
  return (await findRunOfJob(ctx.app.db, { orgId: ctx.scope.orgId, jobId: job.retryOf }))?.id ?? null;
}

/** A cell of `blocked-halving` keeps its volleys in its visits (M20); pages read them where every other row has them. */
function withVisits(
  trial: TuneDetail["trials"][number],
  visits: TuneDetail["visits"],
  rule: VisitRule,
): TuneDetail["trials"][number] {
  if (trial.stage === 1 || trial.replicates.length > 0) return trial;
  return { ...trial, replicates: countedReplicates(visitsOfCell(visits, trial, trial.model), rule) };
}

/** Everything a run's page shows, from stored rows. */
export async function getTune(ctx: Context, input: z.infer<typeof TuneInput>): Promise<TuneDetail> {
  const { run, job } = await requireRun(ctx, input.id);
  const [summary] = await summariesOf(ctx.app, run.orgId, [run]);
  if (summary === undefined) throw new AppError("NOT_FOUND");
  const plan = planOf(run);
  const machine = storedMachine(run);
  const host = await findHostOf(ctx.app, { id: run.agentId, orgId: run.orgId });
  const ground = {
    cachedModels: host === null ? [] : groundOf(host).cachedModels,
    workingSetBytes: machine.workingSetBytes,
  };
  const trials = await trialsWithEvidence(ctx, run);
  const visits = (await visitTextsOf(ctx.app.db, run.orgId, run.id)).map(visitOf);
  const { fold, rule } = replayRun({
    plan,
    trials,
    visits,
    confirmation: null,
    machine: { ...machine, binaryVersion: run.binaryVersion ?? "" },
    isOver: run.finishedReportedAt !== null,
  });
  return {
    summary,
    job: job === null ? null : await jobPart(ctx, job),
    plan,
    candidates: plannedCandidates(plan, ground),
    cells: plannedCells(plan, engineOf(host)),
    trials: fold === null ? trials : trials.map((trial) => withVisits(trial, visits, rule)),
    visits,
    report: fold === null ? null : searchReport(fold),
    baseline: baselineOf(run),
    confirmation: confirmationOf(run),
    rngKey: rngKeyOf(run),
    isApplied: run.isApplied,
    recommendation: documentOf(run),
    machine,
    versions: {
      binary: run.binaryVersion,
      engine: run.engine,
      engineVersion: run.engineVersion,
      spec: run.specVersion,
    },
    message: run.message,
    recheck: run.recheck,
    retryOf: await retriedRunId(ctx, job),
    serverTime: ctx.app.clock.now().toISOString(),
  };
}

/** The newest progress of a run; small, because pages ask for it often. */
export async function getTuneProgress(
  ctx: Context,
  input: z.infer<typeof TuneInput>,
): Promise<z.infer<typeof TuneProgressOutput>> {
  const { run, job } = await requireRun(ctx, input.id);
  const stored = job?.lastProgressJson ?? null;
  return {
    state: tuneStateOf(job === null ? null : jobStateOf(job), run.finishedReportedAt !== null),
    progress: stored === null ? null : TuneProgress.strip().parse(JSON.parse(stored)),
    at: job?.lastProgressAt?.toISOString() ?? null,
    serverTime: ctx.app.clock.now().toISOString(),
  };
}
