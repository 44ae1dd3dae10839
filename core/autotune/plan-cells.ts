import type { EngineCapability } from "../serving/capability.ts";
import type { KnobSettings } from "../serving/knobs.ts";
import { collapseAxes } from "./plan/collapse-axes.ts";
import type { TunePlan } from "./tune-plan.ts";

export interface PlannedCell {
  knobs: KnobSettings;
  /** `unsupported by backend: …` when the engine rules the combination out; such a cell is a row without a probe (B105). */
  unsupported: string | null;
}

/** Why an engine rules a combination out, or null (B105). */
export function unsupportedReason(knobs: KnobSettings, capability: EngineCapability | null): string | null {
  const { kvBits, maxContext } = knobs;
  if (capability === null || kvBits === null) return null;
  if (capability.kvBits !== null && !capability.kvBits.includes(kvBits)) {
    return `unsupported by backend: ${capability.reasons?.kvBits ?? `kv_bits ${kvBits}`}`;
  }
  const isBounded = capability.maxContext && maxContext !== null;
  const isUnverified = capability.unverified.includes("kvBitsWithMaxContext");
  if (isBounded && !capability.kvBitsWithMaxContext && !isUnverified) {
    return `unsupported by backend: kv_bits ${kvBits} with max_context ${maxContext}`;
  }
  return null;
}

/** B57: kv outermost, then batch, context innermost, each in axis order, after B105's collapse; backwards for the other half of an order check (M28). */
export function planCells(plan: TunePlan, capability: EngineCapability | null): PlannedCell[] {
  const axes = collapseAxes(plan, capability);
  const cells = axes.kvBits.flatMap((kvBits) =>
    axes.maxBatch.flatMap((maxBatch) =>
      axes.maxContext.map((maxContext) => {
        const knobs = { kvBits, maxBatch, maxContext };
        return { knobs, unsupported: unsupportedReason(knobs, capability) };
      }),
    ),
  );
  return plan.strategy === "grid-reverse" ? cells.toReversed() : cells;
}
