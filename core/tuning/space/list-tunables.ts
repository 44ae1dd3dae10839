import type { Step } from "../reading/record.ts";
import type { ParameterRange, TuningRecipe } from "../recipe.ts";
import type { Tunable } from "./tunable.ts";

/** The tunables of a recipe, or the first name that `[tune].params` cannot name (TU10). */
export type TunableList =
  | { readonly kind: "tunables"; readonly tunables: readonly Tunable[] }
  | { readonly kind: "unknown_tunable"; readonly name: string };

interface Candidate {
  readonly name: string;
  readonly step: number;
  readonly param: string;
}

/** Lists what may move, with range and local step; schema 0 takes its ranges from the observed steps (TU10, TU11). */
export function listTunables(recipe: TuningRecipe, observed: readonly (readonly Step[])[]): TunableList {
  const all = numericArguments(recipe);
  const byName = new Map(all.map((candidate) => [candidate.name, candidate]));
  const chosen: Candidate[] = [];
  for (const name of recipe.tune.params ?? all.map((candidate) => candidate.name)) {
    const candidate = byName.get(name);
    if (candidate === undefined) return { kind: "unknown_tunable", name };
    chosen.push(candidate);
  }
  return { kind: "tunables", tunables: chosen.map((candidate) => withRange(candidate, recipe, observed)) };
}

function numericArguments(recipe: TuningRecipe): Candidate[] {
  return recipe.steps.flatMap((step, index) =>
    Object.keys(step.args)
      .filter((param) => typeof step.args[param] === "number")
      .filter((param) => recipe.schema === 0 || recipe.rangeOf(index, param)?.isTunable === true)
      .map((param) => ({ name: `${recipe.ids[index] ?? step.op}.${param}`, step: index, param })),
  );
}

function withRange(candidate: Candidate, recipe: TuningRecipe, observed: readonly (readonly Step[])[]): Tunable {
  const table =
    recipe.rangeOf(candidate.step, candidate.param) ?? observedRange(candidate, [recipe.steps, ...observed]);
  const own = recipe.tune.range[candidate.name];
  const { kind, isLog } = table;
  const [min, max] = own ?? [table.min, table.max];
  return { ...candidate, min, max, kind, isLog, nudge: recipe.tune.step[candidate.name] ?? null };
}

/** Smallest and largest value seen; whole only when every value is (TU11). */
function observedRange({ step, param }: Candidate, sets: readonly (readonly Step[])[]): ParameterRange {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  let isWhole = true;
  for (const set of sets) {
    const value = set[step]?.args[param];
    if (typeof value !== "number") continue;
    min = Math.min(min, value);
    max = Math.max(max, value);
    isWhole &&= Number.isInteger(value);
  }
  return { min, max, kind: isWhole ? "whole" : "float", isLog: false, isTunable: true };
}
