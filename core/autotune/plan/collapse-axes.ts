import type { EngineCapability } from "../../serving/capability.ts";
import type { KnobName, KnobSettings, KvBits } from "../../serving/knobs.ts";
import type { TunePlan } from "../tune-plan.ts";

interface Axes {
  kvBits: readonly KvBits[];
  maxBatch: readonly number[];
  maxContext: readonly number[];
  /** Knobs the engine cannot take: carried in rows, neither passed nor compared (B105). */
  collapsed: readonly KnobName[];
}

/** B105: the axes as the engine can take them; `null` capability means not known yet, nothing collapses. */
export function collapseAxes(plan: TunePlan, capability: EngineCapability | null): Axes {
  const collapsed: KnobName[] = [];
  if (capability !== null && capability.kvBits === null) collapsed.push("kvBits");
  if (capability?.maxBatch === false) collapsed.push("maxBatch");
  if (capability?.maxContext === false) collapsed.push("maxContext");
  const contexts = plan.maxContextAxis.length === 0 ? [plan.targetContext] : plan.maxContextAxis;
  return {
    kvBits: collapsed.includes("kvBits") ? [null] : plan.kvBitsAxis,
    maxBatch: collapsed.includes("maxBatch") ? [1] : plan.maxBatchAxis,
    maxContext: collapsed.includes("maxContext") ? [plan.targetContext] : contexts,
    collapsed,
  };
}

const COLLAPSES_TO: Record<KnobName, (plan: TunePlan) => string> = {
  kvBits: () => "--kv-bits-axis collapses to unset",
  maxBatch: () => "--max-batch-axis collapses to 1",
  maxContext: (plan) => `--max-context-axis collapses to ${plan.targetContext}`,
};

/** One warning per collapsed axis, with the engine's own reason when it gives one (B105). */
export function collapseWarnings(plan: TunePlan, capability: EngineCapability): string[] {
  return collapseAxes(plan, capability).collapsed.map((knob) => {
    const reason = capability.reasons?.[knob] ?? `${capability.engine} cannot take this knob`;
    return `warning: ${COLLAPSES_TO[knob](plan)}: ${reason}`;
  });
}

/** What is really passed to the provider for a cell: collapsed knobs are left out. */
export function passedKnobs(knobs: KnobSettings, axes: Pick<Axes, "collapsed">): KnobSettings {
  const isPassed = (knob: KnobName): boolean => !axes.collapsed.includes(knob);
  return {
    kvBits: isPassed("kvBits") ? knobs.kvBits : null,
    maxBatch: isPassed("maxBatch") ? knobs.maxBatch : null,
    maxContext: isPassed("maxContext") ? knobs.maxContext : null,
  };
}
