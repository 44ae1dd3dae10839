import type { z } from "zod";
import { selectWinner } from "../../../../core/autotune/select.ts";
import { TuneProgress } from "../../../../core/contract/v1/events.ts";
import { isPracticeModel } from "../../../../core/serving/model-id.ts";
import type { App } from "../../../platform/app.ts";
import type { MacRecommendation, MacRow } from "../../fleet/schema.ts";
import { type JobRow, jobStateOf, openJobs, tuneRunIdOf } from "../../jobs/index.ts";
import { findRuns, newestCompleteRuns, openLocalRuns, type RunRow, type TrialRow, trialsOfRuns } from "../repo.ts";
import { trialOfRow } from "../results/trial-rows.ts";
import { documentOf, labelOf } from "./run-facts.ts";
import { tuneStateOf } from "./tune-state.ts";

/** What a machine's row shows of its tunes. */
export interface MachineTunes {
  recommendation: z.infer<typeof MacRecommendation> | null;
  running: MacRow["running"];
  queued: number;
}

function recommendationOf(run: RunRow, rows: readonly TrialRow[]): MachineTunes["recommendation"] {
  const winner = selectWinner(
    documentOf(run),
    rows.map((row) => trialOfRow(row, [])),
  );
  if (winner === null || run.recipeHash === null) return null;
  return {
    tuneRunId: run.id,
    label: labelOf(run),
    model: winner.model,
    knobs: winner.knobs,
    tpsMedian: winner.tps.value,
    ttftP95Ms: winner.ttft.value,
    replicates: winner.replicates,
    targetContext: run.targetContext,
    recipeHash: run.recipeHash,
    endedAt: run.endedAt?.toISOString() ?? null,
    isPractice: isPracticeModel(winner.model),
    isSharedMachine: winner.flags.includes("shared_machine"),
  };
}

function runningOf(job: JobRow | undefined, runs: ReadonlyMap<string, RunRow>): MachineTunes["running"] {
  const run = job === undefined ? undefined : runs.get(tuneRunIdOf(job) ?? "");
  if (job === undefined || run === undefined) return null;
  const progress = job.lastProgressJson === null ? null : TuneProgress.parse(JSON.parse(job.lastProgressJson));
  const state = tuneStateOf(jobStateOf(job), false);
  return { tuneRunId: run.id, label: labelOf(run), state, phase: progress?.phase ?? null };
}

/** A run by hand has no job and tells no phase. */
function runningByHand(run: RunRow | undefined): MachineTunes["running"] {
  return run === undefined
    ? null
    : { tuneRunId: run.id, label: labelOf(run), state: tuneStateOf(null, false), phase: null };
}

/** Newest complete recommendation, running tune and queue length of each machine. */
export async function machineTunes(app: App, orgId: string, agentIds: string[]): Promise<Map<string, MachineTunes>> {
  const complete = await newestCompleteRuns(app.db, orgId, agentIds);
  const completeIds = complete.map(({ id }) => id);
  const trials = Map.groupBy(await trialsOfRuns(app.db, orgId, completeIds), ({ tuneRunId }) => tuneRunId);
  const open = await openJobs(app.db, orgId, agentIds);
  const openRunIds = open.flatMap((job) => tuneRunIdOf(job) ?? []);
  const openRuns = new Map((await findRuns(app.db, orgId, openRunIds)).map((run) => [run.id, run]));
  const byHand = await openLocalRuns(app.db, orgId, agentIds);
  return new Map(
    agentIds.map((agentId) => {
      const run = complete.find((one) => one.agentId === agentId);
      const mine = open.filter((job) => job.agentId === agentId);
      return [
        agentId,
        {
          recommendation: run === undefined ? null : recommendationOf(run, trials.get(run.id) ?? []),
          running:
            runningOf(
              mine.find(({ state }) => state !== "QUEUED"),
              openRuns,
            ) ?? runningByHand(byHand.find((run) => run.agentId === agentId)),
          queued: mine.filter(({ state }) => state === "QUEUED").length,
        },
      ];
    }),
  );
}
