import { appliedAsCell } from "../../../../core/autotune/baseline/applied-recipe.ts";
import { cellRow, countedReplicates, visitsOfCell } from "../../../../core/autotune/evidence/cell-row.ts";
import type { SearchFold } from "../../../../core/autotune/evidence/fold-visits.ts";
import { unsupportedReason } from "../../../../core/autotune/plan-cells.ts";
import { areSameKnobs } from "../../../../core/autotune/strategy/search/setup.ts";
import type { TuneTrial } from "../../../../core/autotune/trial.ts";
import { errorReasons } from "../../../../core/measuring/error-reasons.ts";
import type { EngineCapability } from "../../../../core/serving/capability.ts";
import { isSameModel } from "../../../../core/serving/model-id.ts";
import type { TuneContext } from "../tune-context.ts";
import type { SearchGround } from "./search-places.ts";

/** B118, M19: the applied recipe as the search carries it along; one that cannot be measured is noted with its reason. */
export function incumbentOf(
  context: TuneContext,
  search: { model: string; capability: EngineCapability | null },
): SearchGround["incumbent"] {
  const { applied, plan, cache } = context;
  if (applied === null) return null;
  const knobs = appliedAsCell(applied, plan, search.capability);
  const isCached = isSameModel(applied.model, search.model) || cache.isCached(applied.model);
  const problem = unsupportedReason(knobs, search.capability) ?? (isCached ? null : "weights not cached");
  const unmeasured = { trialLocalId: null, effective: null, replicates: [] };
  const notMeasured = problem ?? errorReasons.notMeasured;
  context.baseline.current = { model: applied.model, knobs: applied.knobs, ...unmeasured, notMeasured };
  return problem === null ? { model: applied.model, knobs } : null;
}

/** What the visits of the incumbent amount to, as B118 wants it: the row of the cell it is, else its own volleys. */
export function noteIncumbent(
  context: TuneContext,
  incumbent: NonNullable<SearchGround["incumbent"]>,
  { fold, rows }: { fold: SearchFold; rows: readonly TuneTrial[] },
): void {
  const { current } = context.baseline;
  if (current === null) return;
  const row = rows.find((trial) => isSameModel(trial.model, incumbent.model) && areSameKnobs(trial, incumbent.knobs));
  if (row !== undefined) {
    const notMeasured = row.isFeasible ? null : (row.notes ?? errorReasons.notMeasured);
    context.baseline.current = { ...current, trialLocalId: row.localId, notMeasured };
    return;
  }
  const visits = visitsOfCell(context.visits.taken, incumbent.knobs, incumbent.model);
  const figures = cellRow(visits, fold.rule);
  if (figures === null) return;
  context.baseline.current = {
    ...current,
    effective: figures.effective,
    replicates: countedReplicates(visits, fold.rule),
    notMeasured: figures.isFeasible ? null : (figures.notes ?? errorReasons.notMeasured),
  };
}
