import type { SearchFold } from "../../../core/autotune/evidence/fold-visits.ts";
import type { TuneConfirmation } from "../../../core/autotune/evidence/tune-comparisons.ts";
import { type CellRecipeFacts, cellRecipeHash } from "../../../core/autotune/recipe-hash.ts";
import { keptTrial } from "../../../core/autotune/report/chosen-trial.ts";
import { searchResult } from "../../../core/autotune/strategy/search/search-result.ts";
import type { TuneTrial } from "../../../core/autotune/trial.ts";
import type { TunePlan } from "../../../core/autotune/tune-plan.ts";
import type { KnobSettings } from "../../../core/serving/knobs.ts";
import { runBlockedHalving } from "./blocked/run-blocked.ts";
import { confirmWinner } from "./confirm-winner.ts";
import { runStageTwo, type StageTwoRequest, type StageTwoResult } from "./stage-two.ts";
import type { TuneContext } from "./tune-context.ts";

export interface SecondStageRequest extends StageTwoRequest {
  /** Chip, memory and version for recipe hashes; read after the first provider said its version. */
  readonly machine: () => CellRecipeFacts["machine"];
}

interface Searched {
  readonly result: StageTwoResult;
  readonly fold: SearchFold | null;
  readonly winner: KnobSettings | null;
}

/** How Stage 2 ended, for `blocked-halving` the search it was, and what a confirmation compared. */
export interface SecondStage extends Searched {
  readonly confirmation: TuneConfirmation | null;
}

/** Stage 2 by the plan's strategy (B58), then the confirmation a finished search was asked for (M24). */
export async function runSecondStage(context: TuneContext, request: SecondStageRequest): Promise<SecondStage> {
  const searched = isGrid(context.plan) ? await grid(context, request) : await halved(context, request);
  const { result, winner } = searched;
  if (context.plan.confirm !== true || result.kind !== "finished" || winner === null) {
    return { ...searched, confirmation: null };
  }
  const { model, capability } = request;
  const confirmed = await confirmWinner(context, { model, capability, winner });
  const { confirmation } = confirmed;
  return confirmed.kind === "stuck" ? { ...searched, result: confirmed, confirmation } : { ...searched, confirmation };
}

const isGrid = ({ strategy }: TunePlan): boolean => strategy !== "blocked-halving";

async function grid(context: TuneContext, request: SecondStageRequest): Promise<Searched> {
  const trials: TuneTrial[] = [];
  const store: StageTwoRequest["store"] = async (draft) => {
    const trial = await request.store(draft);
    trials.push(trial);
    return trial;
  };
  const result = await runStageTwo(context, { ...request, store });
  const kept = keptTrial(trials, { plan: context.plan, searchWinner: null });
  const { kvBits = null, maxBatch = null, maxContext = null } = kept ?? {};
  return { result, fold: null, winner: kept === null ? null : { kvBits, maxBatch, maxContext } };
}

async function halved(context: TuneContext, request: SecondStageRequest): Promise<Searched> {
  const { plan } = context;
  const candidates = plan.candidates.map(({ id }) => id);
  const recipeHashOf = (knobs: KnobSettings): string =>
    cellRecipeHash(
      { model: request.model, candidates, targetContext: plan.targetContext, machine: request.machine() },
      knobs,
    );
  const { fold, ...result } = await runBlockedHalving(context, { ...request, recipeHashOf });
  return { result, fold, winner: fold === null ? null : (searchResult(fold.state).winner?.knobs ?? null) };
}
