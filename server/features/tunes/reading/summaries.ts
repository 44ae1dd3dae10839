import { z } from "zod";
import { ExitReason } from "../../../../core/autotune/exit-reason.ts";
import { selectWinner } from "../../../../core/autotune/select.ts";
import { CandidateSource } from "../../../../core/autotune/tune-plan.ts";
import type { App } from "../../../platform/app.ts";
import { findJobs, type JobRow, jobStateOf } from "../../jobs/index.ts";
import { hostNames, type RunRow, type TrialRow, trialsOfRuns } from "../repo.ts";
import { trialOfRow } from "../results/trial-rows.ts";
import type { TuneSummary } from "../schema.ts";
import { documentOf, labelOf, planOf, storedMachine } from "./run-facts.ts";
import { tuneStateOf } from "./tune-state.ts";

interface Surroundings {
  job: JobRow | null;
  hostName: string;
  trials: readonly TrialRow[];
}

const Flags = z.array(z.string());

/** The winner as every surface shows it; the numbers come from the one selector. */
function winnerOf(run: RunRow, trials: readonly TrialRow[]): TuneSummary["winner"] {
  const winner = selectWinner(
    documentOf(run),
    trials.map((row) => trialOfRow(row, [])),
  );
  if (winner === null) return null;
  const { model, knobs, replicates, isPartial, isShown } = winner;
  return { model, knobs, tpsMedian: winner.tps.value, ttftP95Ms: winner.ttft.value, replicates, isPartial, isShown };
}

function summaryOf(run: RunRow, around: Surroundings): TuneSummary {
  const { job, trials } = around;
  const plan = planOf(run);
  const machine = storedMachine(run);
  return {
    id: run.id,
    label: labelOf(run),
    agentId: run.agentId,
    hostName: around.hostName,
    chip: machine.chip,
    ramGb: machine.ramGb,
    origin: z.enum(["console", "local"]).parse(run.origin),
    state: tuneStateOf(job === null ? null : jobStateOf(job), run.finishedReportedAt !== null),
    exitReason: ExitReason.nullable().parse(run.exitReason),
    candidateSource: CandidateSource.parse(plan.candidateSource),
    candidateCount: plan.candidates.length,
    trialCount: trials.length,
    targetContext: run.targetContext,
    winner: winnerOf(run, trials),
    flags: [...new Set(trials.flatMap(({ flagsJson }) => Flags.parse(JSON.parse(flagsJson))))].sort(),
    requestedBy: job?.requestedBy ?? "by hand",
    requestedAt: run.requestedAt.toISOString(),
    startedAt: (run.startedAt ?? job?.startedAt ?? null)?.toISOString() ?? null,
    endedAt: (run.endedAt ?? job?.endedAt ?? null)?.toISOString() ?? null,
  };
}

/** Runs with their jobs, machines and winners, in the given order. */
export async function summariesOf(app: App, orgId: string, runs: readonly RunRow[]): Promise<TuneSummary[]> {
  if (runs.length === 0) return [];
  const jobIds = runs.flatMap(({ jobId }) => jobId ?? []);
  const agentIds = [...new Set(runs.map(({ agentId }) => agentId))];
  const jobs = new Map((await findJobs(app.db, orgId, jobIds)).map((job) => [job.id, job]));
  const names = new Map((await hostNames(app.db, orgId, agentIds)).map(({ id, hostName }) => [id, hostName]));
  const trials = Map.groupBy(
    await trialsOfRuns(
      app.db,
      orgId,
      runs.map(({ id }) => id),
    ),
    ({ tuneRunId }) => tuneRunId,
  );
  return runs.map((run) =>
    summaryOf(run, {
      job: jobs.get(run.jobId ?? "") ?? null,
      hostName: names.get(run.agentId) ?? "unknown",
      trials: trials.get(run.id) ?? [],
    }),
  );
}
