import { appliedAsCell, cellOfApplied } from "../../../core/autotune/baseline/applied-recipe.ts";
import type { TuneBaseline } from "../../../core/autotune/evidence/tune-comparisons.ts";
import { collapseAxes, passedKnobs } from "../../../core/autotune/plan/collapse-axes.ts";
import { type PlannedCell, unsupportedReason } from "../../../core/autotune/plan-cells.ts";
import type { TuneTrial } from "../../../core/autotune/trial.ts";
import { errorReasons } from "../../../core/measuring/error-reasons.ts";
import type { EngineCapability } from "../../../core/serving/capability.ts";
import { measureTrial, type TrialSpec } from "./measure-trial.ts";
import type { TuneContext } from "./tune-context.ts";

export interface BaselineRequest {
  readonly model: string;
  readonly capability: EngineCapability | null;
  readonly cells: readonly PlannedCell[];
}

export type BaselineResult =
  /** `cell` serves as the baseline once it is measured. */
  | { readonly kind: "known"; readonly cell: PlannedCell | null }
  | { readonly kind: "stopped" }
  | { readonly kind: "stuck"; readonly pid: number };

/** B118: the applied recipe, measured before the cells and as they are; it makes no row and never enters keep-best. */
export async function measureBaseline(context: TuneContext, request: BaselineRequest): Promise<BaselineResult> {
  const { applied, baseline, plan } = context;
  if (applied === null) return { kind: "known", cell: null };
  const asCell = appliedAsCell(applied, plan, request.capability);
  const note = (change: Partial<TuneBaseline>) => {
    const unmeasured = { trialLocalId: null, effective: null, replicates: [], notMeasured: errorReasons.notMeasured };
    baseline.current = { model: applied.model, knobs: applied.knobs, ...unmeasured, ...change };
  };
  note({});
  const cell = cellOfApplied(applied, asCell, { model: request.model, cells: request.cells });
  if (cell !== null) return { kind: "known", cell };
  const unsupported = unsupportedReason(asCell, request.capability);
  if (unsupported !== null || !context.cache.isCached(applied.model)) {
    note({ notMeasured: unsupported ?? "weights not cached" });
    return { kind: "known", cell: null };
  }
  const knobs = { ...applied.knobs, maxBatch: asCell.maxBatch };
  const spec: TrialSpec = {
    stage: 2,
    model: applied.model,
    knobs: asCell,
    passed: passedKnobs(applied.knobs, collapseAxes(plan, request.capability)),
    replicates: plan.stage2Replicates,
    volleySize: asCell.maxBatch ?? 1,
    news: { phase: "stage2", model: applied.model, knobs, note: "the applied recipe" },
  };
  const result = await measureTrial(context, spec);
  if (result.kind !== "measured") return result;
  const { effective, replicates, isFeasible, notes } = result.draft;
  note({ effective, replicates, notMeasured: isFeasible ? null : (notes ?? errorReasons.notMeasured) });
  return { kind: "known", cell: null };
}

/** The stored row of the cell that equals the applied recipe is the baseline (B118). */
export function baselineIsTrial(context: TuneContext, trial: TuneTrial): void {
  const { current } = context.baseline;
  if (current === null) return;
  const notMeasured = trial.isFeasible ? null : (trial.notes ?? errorReasons.notMeasured);
  context.baseline.current = { ...current, trialLocalId: trial.localId, notMeasured };
}
