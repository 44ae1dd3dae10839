import type { Parameter, ParameterTable } from "./parameter.ts";
import { readArgument } from "./read-argument.ts";
import type { CanonicalStep } from "./recipe.ts";
import { OUTPUT_FORMATS, OUTPUT_OP, parametersOf, STEP_OPS } from "./step-table.ts";
import type { TomlTable } from "./toml-table.ts";

const MOST_STEPS = 24;
const STEP_ID = /^[a-z][a-z0-9-]{0,23}$/;
const OWN_KEYS = ["id", "op", "enabled"];

/** One step of the text with its defaults filled in, enabled or not. */
export interface WrittenStep {
  readonly id: string;
  readonly step: CanonicalStep;
  readonly isEnabled: boolean;
}

/** `[[step]]` in order (IM15); a step with a fault is reported and left out. */
export function readSteps(root: TomlTable): WrittenStep[] {
  const tables = root.tables("step");
  if (tables.length > MOST_STEPS)
    root.problem("step", `a recipe has at most ${MOST_STEPS} steps, not ${tables.length}`);
  const seen = new Set<string>();
  return tables.flatMap((table, index) => {
    const id = readId(table, seen);
    const isEnabled = readEnabled(table);
    const op = table.text("op");
    const parameters = op === null || op === OUTPUT_OP ? null : parametersOf(op, {});
    if (op === null || parameters === null) {
      table.problem("op", `must be one of ${STEP_OPS.join(", ")}`);
      return [];
    }
    if (op === "orient.auto" && index > 0) table.problem("op", "orient.auto may only be the first step");
    const args = readArguments(table, parameters, OWN_KEYS);
    return id === null ? [] : [{ id, step: { args, op }, isEnabled }];
  });
}

/** `[output]` as the last step (IM16); null when absent or faulty. */
export function readOutput(root: TomlTable): CanonicalStep | null {
  const table = root.table("output");
  if (table === null) return null;
  const format = table.text("format");
  const parameters = format === null ? null : parametersOf(OUTPUT_OP, { format });
  if (format === null || parameters === null) {
    table.problem("format", `must be one of ${OUTPUT_FORMATS.join(", ")}`);
    return null;
  }
  return { args: { ...readArguments(table, parameters, ["format"]), format }, op: OUTPUT_OP };
}

function readId(table: TomlTable, seen: Set<string>): string | null {
  const id = table.text("id");
  if (id === null || !STEP_ID.test(id)) {
    table.problem("id", "must be a name of a-z, then at most 23 of a-z, 0-9, -");
    return null;
  }
  if (id === OUTPUT_OP) table.problem("id", "output is reserved for [output]");
  else if (seen.has(id)) table.problem("id", `${id} names an earlier step already`);
  seen.add(id);
  return id;
}

function readEnabled(table: TomlTable): boolean {
  const found = table.get("enabled");
  if (found !== undefined && typeof found !== "boolean") table.problem("enabled", "must be true or false");
  return found !== false;
}

function readArguments(table: TomlTable, parameters: ParameterTable, ownKeys: readonly string[]) {
  const names = new Map<string, Parameter>(Object.entries(parameters));
  table.allow([...ownKeys, ...names.keys()]);
  const args: Record<string, string | number | boolean> = {};
  for (const [name, parameter] of names) {
    const found = table.get(name);
    if (found === undefined) {
      args[name] = parameter.default;
      continue;
    }
    const read = readArgument(parameter, found);
    if (read.kind === "value") args[name] = read.value;
    else table.problem(name, read.message);
  }
  return args;
}
