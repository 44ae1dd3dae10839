import type { Step } from "../reading/record.ts";
import type { Tunable } from "../space/tunable.ts";

/** The values of tunables in canonical steps. */
export function valuesIn(steps: readonly Step[], tunables: readonly Tunable[]): number[] {
  return tunables.map(({ step, param }) => {
    const value = steps[step]?.args[param];
    return typeof value === "number" ? value : 0;
  });
}

/** The steps with other values for the given tunables. */
export function withValues(
  steps: readonly Step[],
  tunables: readonly Tunable[],
  values: readonly number[],
): readonly Step[] {
  const changed = steps.map((step) => ({ op: step.op, args: { ...step.args } }));
  tunables.forEach(({ step, param }, index) => {
    const args = changed[step]?.args;
    const value = values[index];
    if (args !== undefined && value !== undefined) args[param] = value;
  });
  return changed;
}
