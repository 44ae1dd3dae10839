import type { SearchFold } from "../../../core/autotune/evidence/fold-visits.ts";
import { type CellRecipeFacts, cellRecipeHash } from "../../../core/autotune/recipe-hash.ts";
import { searchResult } from "../../../core/autotune/strategy/search/search-result.ts";
import { runBlockedHalving } from "./blocked/run-blocked.ts";
import { runStageTwo, type StageTwoRequest, type StageTwoResult } from "./stage-two.ts";
import type { TuneContext } from "./tune-context.ts";

export interface SecondStageRequest extends StageTwoRequest {
  /** Chip, memory and version for recipe hashes; read after the first provider said its version. */
  readonly machine: () => CellRecipeFacts["machine"];
}

/** How Stage 2 ended, and for `blocked-halving` the search it was. */
export interface SecondStage {
  readonly result: StageTwoResult;
  readonly fold: SearchFold | null;
  readonly hasWinner: boolean;
}

/** Stage 2 by the plan's strategy (B58). */
export async function runSecondStage(context: TuneContext, request: SecondStageRequest): Promise<SecondStage> {
  const { plan } = context;
  switch (plan.strategy) {
    case "grid": {
      let hasWinner = false;
      const store: StageTwoRequest["store"] = async (draft) => {
        const trial = await request.store(draft);
        hasWinner ||= trial.isFeasible;
        return trial;
      };
      return { result: await runStageTwo(context, { ...request, store }), fold: null, hasWinner };
    }
    case "blocked-halving": {
      const { fold, ...result } = await runBlockedHalving(context, {
        ...request,
        recipeHashOf: (knobs) =>
          cellRecipeHash(
            {
              model: request.model,
              candidates: plan.candidates.map(({ id }) => id),
              targetContext: plan.targetContext,
              machine: request.machine(),
            },
            knobs,
          ),
      });
      return { result, fold, hasWinner: fold !== null && searchResult(fold.state).winner !== null };
    }
  }
}
