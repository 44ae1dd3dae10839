import type { NumberParameter } from "./parameter.ts";
import type { WrittenStep } from "./read-steps.ts";
import type { TuneTable } from "./recipe.ts";
import { OUTPUT_OP, parametersOf } from "./step-table.ts";
import type { TomlTable } from "./toml-table.ts";

/** Reports names of `[tune]` that no tunable number bears, and ranges that leave the step table (TU10, TU11). */
export function checkTune(root: TomlTable, tune: TuneTable, steps: readonly WrittenStep[]): void {
  const tunables = tunableNumbers(steps);
  const unknown = (path: readonly (string | number)[], name: string) =>
    root.problemAt(["tune", ...path], `${name} names no tunable number of a step`);
  tune.params?.forEach((name, index) => {
    if (!tunables.has(name)) unknown(["params", index], name);
  });
  for (const name of Object.keys(tune.step)) if (!tunables.has(name)) unknown(["step", name], name);
  for (const [name, [min, max]] of Object.entries(tune.range)) {
    const table = tunables.get(name);
    if (table === undefined) unknown(["range", name], name);
    else if (min < table.min || max > table.max) {
      root.problemAt(["tune", "range", name], `must lie in ${table.min}…${table.max}, is ${min}…${max}`);
    }
  }
}

function tunableNumbers(steps: readonly WrittenStep[]): ReadonlyMap<string, NumberParameter> {
  const tunables = new Map<string, NumberParameter>();
  for (const { id, step } of steps) {
    for (const [name, parameter] of Object.entries(parametersOf(step.op, step.args) ?? {})) {
      if (parameter.kind === "number" && parameter.isTunable) tunables.set(`${id}.${name}`, parameter);
    }
  }
  return tunables;
}

/** The steps and the output, which bears the id `output`. */
export function withOutput(steps: readonly WrittenStep[], output: WrittenStep["step"] | null): readonly WrittenStep[] {
  return output === null ? steps : [...steps, { id: OUTPUT_OP, step: output, isEnabled: true }];
}
