import type { z } from "zod";
import { decideRecipeChange } from "../../../../core/autotune/compare/recipe-change.ts";
import { selectWinner } from "../../../../core/autotune/select.ts";
import type { Context } from "../../../trpc/context.ts";
import type { MacInput } from "../../fleet/schema.ts";
import { completeRunsOf, type RunRow, type TrialRow, trialsOfRuns } from "../repo.ts";
import { trialOfRow } from "../results/trial-rows.ts";
import type { MachineRecipe, MachineRecipes } from "../schema.ts";
import { documentOf, labelOf } from "./run-facts.ts";

const MOST_SHOWN = 50;

function recipeOf(run: RunRow, rows: readonly TrialRow[]): Omit<MachineRecipe, "change"> | null {
  const document = documentOf(run);
  const winner = selectWinner(
    document,
    rows.map((row) => trialOfRow(row, [])),
  );
  if (winner === null || run.recipeHash === null || run.endedAt === null) return null;
  return {
    tuneRunId: run.id,
    label: labelOf(run),
    at: run.endedAt.toISOString(),
    model: winner.model,
    knobs: winner.knobs,
    tpsMedian: winner.tps.value,
    ttftP95Ms: winner.ttft.value,
    replicates: winner.replicates,
    targetContext: run.targetContext,
    engine: run.engine,
    engineVersion: run.engineVersion,
    recipeHash: run.recipeHash,
    isApplied: run.isApplied,
    isShown: document?.shown !== false,
  };
}

/** What a machine was told to serve, newest first, each against the one before it. */
export async function listRecipes(
  ctx: Context,
  input: z.infer<typeof MacInput>,
): Promise<z.infer<typeof MachineRecipes>> {
  const { db } = ctx.app;
  const { orgId } = ctx.scope;
  const runs = await completeRunsOf(db, { orgId, agentId: input.id, take: MOST_SHOWN });
  const ids = runs.map(({ id }) => id);
  const trials = Map.groupBy(await trialsOfRuns(db, orgId, ids), ({ tuneRunId }) => tuneRunId);
  const recipes = runs.flatMap((run) => recipeOf(run, trials.get(run.id) ?? []) ?? []);
  return {
    rows: recipes.map((recipe, index) => ({
      ...recipe,
      change: decideRecipeChange(recipes[index + 1] ?? null, recipe),
    })),
  };
}
