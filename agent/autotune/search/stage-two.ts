import { collapseAxes, passedKnobs } from "../../../core/autotune/plan/collapse-axes.ts";
import { type PlannedCell, planCells } from "../../../core/autotune/plan-cells.ts";
import type { EngineCapability } from "../../../core/serving/capability.ts";
import { measureTrial, type TrialSpec, unmeasuredDraft } from "./measure-trial.ts";
import type { StoreTrial } from "./stage-one.ts";
import type { TuneContext } from "./tune-context.ts";

export type StageTwoResult =
  | { readonly kind: "finished" }
  | { readonly kind: "stopped" }
  | { readonly kind: "stuck"; readonly pid: number };

export interface StageTwoRequest {
  readonly model: string;
  readonly capability: EngineCapability | null;
  readonly store: StoreTrial;
}

/** B57–B59 with the strategy `grid`: every planned cell in nesting order, one row each. */
export async function runStageTwo(context: TuneContext, request: StageTwoRequest): Promise<StageTwoResult> {
  const cells = planCells(context.plan, request.capability);
  for (const [index, cell] of cells.entries()) {
    if (context.signal.aborted) return { kind: "stopped" };
    const spec = cellSpec({ context, request, cell, step: { index: index + 1, of: cells.length } });
    if (cell.unsupported !== null) {
      await request.store(unmeasuredDraft(context, spec, cell.unsupported));
      continue;
    }
    const result = await measureTrial(context, spec);
    if (result.kind !== "measured") return result;
    await request.store(result.draft);
  }
  return { kind: "finished" };
}

interface CellInput {
  readonly context: TuneContext;
  readonly request: StageTwoRequest;
  readonly cell: PlannedCell;
  readonly step: { readonly index: number; readonly of: number };
}

function cellSpec({ context, request, cell, step }: CellInput): TrialSpec {
  return {
    stage: 2,
    model: request.model,
    knobs: cell.knobs,
    passed: passedKnobs(cell.knobs, collapseAxes(context.plan, request.capability)),
    replicates: context.plan.stage2Replicates,
    volleySize: cell.knobs.maxBatch ?? 1,
    news: { phase: "stage2", model: request.model, cell: step, knobs: cell.knobs },
  };
}
