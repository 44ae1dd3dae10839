import type { z } from "zod";
import { answerQuestions } from "../../../../core/autotune/questions/answer-questions.ts";
import type { QuestionRun } from "../../../../core/autotune/questions/question-run.ts";
import type { Context } from "../../../trpc/context.ts";
import { hostNames, replicatesOf, trialsOfRuns } from "../repo.ts";
import { trialOfRow } from "../results/trial-rows.ts";
import type { TuneQuestions } from "../schema.ts";
import { type AskedRun, runsForQuestions } from "./question-repo.ts";
import { planOf, storedMachine } from "./run-facts.ts";

/** So many runs answer at most; raw replicates of more would make the page wait. */
const MOST_RUNS = 200;

/** OQ-A to OQ-E (autotune.md section 15), answered from the newest runs' stored rows. */
export async function tuneQuestions(ctx: Context): Promise<z.infer<typeof TuneQuestions>> {
  const { db } = ctx.app;
  const { orgId } = ctx.scope;
  const runs = await runsForQuestions(db, orgId, MOST_RUNS);
  const names = await hostNames(db, orgId, [...new Set(runs.map(({ agentId }) => agentId))]);
  const hostOf = new Map(names.map(({ id, hostName }) => [id, hostName]));
  const rows = await trialsOfRuns(
    db,
    orgId,
    runs.map(({ id }) => id),
  );
  const raw = Map.groupBy(
    await replicatesOf(
      db,
      orgId,
      rows.map(({ id }) => id),
    ),
    ({ tuneTrialId }) => tuneTrialId,
  );
  const trials = Map.groupBy(rows, ({ tuneRunId }) => tuneRunId);
  const asked = runs.map((run) =>
    questionRunOf(run, {
      hostName: hostOf.get(run.agentId) ?? "unknown",
      trials: (trials.get(run.id) ?? []).map((row) =>
        trialOfRow(
          row,
          (raw.get(row.id) ?? []).map(({ rawJson }) => rawJson),
        ),
      ),
    }),
  );
  return { runs: asked.length, answers: answerQuestions(asked) };
}

function questionRunOf(run: AskedRun, known: Pick<QuestionRun, "hostName" | "trials">): QuestionRun {
  const { chip, ramGb } = storedMachine(run);
  return {
    ...known,
    runId: run.id,
    agentId: run.agentId,
    startedAt: run.startedAt?.toISOString() ?? "",
    chip,
    ramGb,
    engine: run.engine ?? "",
    engineVersion: run.engineVersion ?? "",
    strategy: run.strategy,
    plan: planOf(run),
  };
}
