import { collapseAxes, passedKnobs } from "../../../core/autotune/plan/collapse-axes.ts";
import { type PlannedCell, planCells } from "../../../core/autotune/plan-cells.ts";
import type { EngineCapability } from "../../../core/serving/capability.ts";
import { baselineIsTrial, measureBaseline } from "./measure-baseline.ts";
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

/** B57–B59 with the strategy `grid`: the applied recipe (B118), then every planned cell in nesting order, one row each. */
export async function runStageTwo(context: TuneContext, request: StageTwoRequest): Promise<StageTwoResult> {
  const cells = planCells(context.plan, request.capability);
  const { model, capability } = request;
  const baseline = await measureBaseline(context, { model, capability, cells });
  if (baseline.kind !== "known") return baseline;
  for (const [index, cell] of cells.entries()) {
    if (context.signal.aborted) return { kind: "stopped" };
    const spec = cellSpec({ context, request, cell, step: { index: index + 1, of: cells.length } });
    const result =
      cell.unsupported === null
        ? await measureTrial(context, spec)
        : { kind: "measured" as const, draft: unmeasuredDraft(context, spec, cell.unsupported) };
    if (result.kind !== "measured") return result;
    const trial = await request.store(result.draft);
    if (cell === baseline.cell) baselineIsTrial(context, trial);
  }
  return { kind: "finished" };
}

interface CellInput {
  readonly context: TuneContext;
  readonly request: StageTwoRequest;
  readonly cell: PlannedCell;
  readonly step: { readonly index: number; readonly of: number };
}

export function cellSpec({ context, request, cell, step }: CellInput): TrialSpec {
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
