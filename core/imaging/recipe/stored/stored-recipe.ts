import type { CanonicalStep } from "../recipe.ts";
import { OUTPUT_OP } from "../step-table.ts";

/** What a run record says of its recipe (images.md 6.1). */
export interface StoredRecipe {
  readonly class: string;
  readonly steps: readonly CanonicalStep[];
  /** `<id>.<param>` → value in step order (IM19); it names the steps. */
  readonly args: Readonly<Record<string, unknown>>;
}

/** A record does not hold the limits of its recipe, and a tighter one would fail what once succeeded. */
const LARGEST_MAX_SECONDS = 120;

/** Stored steps as the text of a recipe of schema 1 with the ids of `args` (TU52). Steps of the older tool give a text that no parser takes (TU53). */
export function storedRecipeText({ class: label, steps, args }: StoredRecipe): string {
  const ids = storedIds(steps, args);
  const lines = ["schema = 1", `class = ${JSON.stringify(label)}`, "[limits]", `max_seconds = ${LARGEST_MAX_SECONDS}`];
  for (const [index, { op, args: own }] of steps.entries()) {
    if (op === OUTPUT_OP) lines.push("[output]");
    else lines.push("[[step]]", `id = ${JSON.stringify(ids[index])}`, `op = ${JSON.stringify(op)}`);
    for (const [name, value] of Object.entries(own)) lines.push(`${tomlKey(name)} = ${JSON.stringify(value)}`);
  }
  return `${lines.join("\n")}\n`;
}

const tomlKey = (name: string): string => (/^[A-Za-z0-9_-]+$/.test(name) ? name : JSON.stringify(name));

/** The id of each step: the first name in `args` not taken yet whose values are the step's; `step-<n>` where there is none. */
function storedIds(steps: readonly CanonicalStep[], args: StoredRecipe["args"]): string[] {
  const named = argsById(args);
  const taken = new Set<string>();
  return steps.map((step, index) => {
    const found = [...named].find(([id, values]) => !taken.has(id) && isSame(step.args, values));
    const id = step.op === OUTPUT_OP ? OUTPUT_OP : (found?.[0] ?? freeId(index + 1, taken));
    taken.add(id);
    return id;
  });
}

function freeId(n: number, taken: ReadonlySet<string>): string {
  const id = `step-${n}`;
  return taken.has(id) ? `${id}-again` : id;
}

function argsById(args: StoredRecipe["args"]): Map<string, Map<string, unknown>> {
  const byId = new Map<string, Map<string, unknown>>();
  for (const [name, value] of Object.entries(args)) {
    const dot = name.lastIndexOf(".");
    const id = name.slice(0, dot);
    byId.set(id, (byId.get(id) ?? new Map()).set(name.slice(dot + 1), value));
  }
  return byId;
}

function isSame(own: CanonicalStep["args"], values: ReadonlyMap<string, unknown>): boolean {
  const entries = Object.entries(own);
  return entries.length === values.size && entries.every(([name, value]) => values.get(name) === value);
}
