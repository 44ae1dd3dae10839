import { tomlNumber } from "./read-argument.ts";
import { readLimits, readTune } from "./read-settings.ts";
import type { CanonicalStep, Recipe } from "./recipe.ts";
import { recipeSha } from "./recipe-sha.ts";
import { isTable, type TomlTable } from "./toml-table.ts";

const OP = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const OWN_KEYS = ["op", "args", "enabled"];

/** A recipe of the older tool: steps as written, no defaults (IM21); the tuner alone reads it. */
export function readSchema0(root: TomlTable, { text, fileStem }: { text: string; fileStem: string }): Recipe {
  const named = root.text("class");
  if (named !== null && named !== fileStem) root.problem("class", `must be ${fileStem}, the name of the file`);
  const key = root.get("steps") === undefined ? "step" : "steps";
  const steps = root.tables(key).flatMap((table) => readStep(table));
  return {
    schema: 0,
    class: fileStem,
    title: root.text("title"),
    text,
    steps,
    ids: idsOf(steps),
    sha: recipeSha(steps),
    limits: readLimits(root),
    tune: readTune(root),
  };
}

function readStep(table: TomlTable): CanonicalStep[] {
  const op = table.text("op");
  if (op === null || !OP.test(op)) {
    table.problem("op", "must be a kebab-case name");
    return [];
  }
  if (table.get("enabled") === false) return [];
  const inner = table.get("args");
  const source = inner === undefined ? table : table.table("args");
  if (source === null) return [];
  const args: CanonicalStep["args"] = {};
  for (const name of source.keys) {
    if (source === table && OWN_KEYS.includes(name)) continue;
    const value = readValue(source.get(name));
    if (value === null) source.problem(name, "must be text, a finite number, true or false");
    else args[name] = value;
  }
  return [{ args, op }];
}

function readValue(found: unknown): string | number | boolean | null {
  if (typeof found === "string" || typeof found === "boolean") return found;
  return isTable(found) ? null : tomlNumber(found);
}

/** `<op>`, from the second step of an op on `<op>#2` (TU10). */
function idsOf(steps: readonly CanonicalStep[]): string[] {
  const seen = new Map<string, number>();
  return steps.map(({ op }) => {
    const count = (seen.get(op) ?? 0) + 1;
    seen.set(op, count);
    return count === 1 ? op : `${op}#${count}`;
  });
}
