import type { EngineCapability } from "../../serving/capability.ts";
import type { KnobSettings } from "../../serving/knobs.ts";
import { isSameModel } from "../../serving/model-id.ts";
import { collapseAxes } from "../plan/collapse-axes.ts";
import type { PlannedCell } from "../plan-cells.ts";
import type { TunePlan } from "../tune-plan.ts";

/** The recipe in the config file at run start (B118): its model and the owned knobs, null where a key is absent. */
export interface AppliedRecipe {
  readonly model: string;
  readonly knobs: KnobSettings;
}

/** An absent concurrency is the provider's own default of 1 (serve.md section 1), so it equals a cell's batch of 1. */
const DEFAULT_BATCH = 1;

/** The applied knobs as a cell of this run would carry them: a collapsed knob has the collapsed value (B105). */
export function appliedAsCell(
  applied: AppliedRecipe,
  plan: TunePlan,
  capability: EngineCapability | null,
): KnobSettings {
  const { collapsed } = collapseAxes(plan, capability);
  return {
    kvBits: collapsed.includes("kvBits") ? null : applied.knobs.kvBits,
    maxBatch: collapsed.includes("maxBatch") ? DEFAULT_BATCH : (applied.knobs.maxBatch ?? DEFAULT_BATCH),
    maxContext: collapsed.includes("maxContext") ? plan.targetContext : applied.knobs.maxContext,
  };
}

/** The planned cell that is the applied recipe and so serves as its own baseline, or null (B118). */
export function cellOfApplied(
  applied: AppliedRecipe,
  asCell: KnobSettings,
  search: { model: string; cells: readonly PlannedCell[] },
): PlannedCell | null {
  if (!isSameModel(applied.model, search.model)) return null;
  return search.cells.find(({ knobs }) => isSameKnobs(knobs, asCell)) ?? null;
}

function isSameKnobs(left: KnobSettings, right: KnobSettings): boolean {
  return left.kvBits === right.kvBits && left.maxBatch === right.maxBatch && left.maxContext === right.maxContext;
}
