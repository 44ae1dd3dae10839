import type { Step } from "../reading/record.ts";
import type { TuningRecipe } from "../recipe.ts";
import { normalise, type Point } from "./point.ts";
import type { Tunable } from "./tunable.ts";

type Range = Pick<Tunable, "min" | "max" | "isLog">;

interface Dimension {
  readonly step: number;
  readonly param: string;
  /** Null for an enum or boolean. */
  readonly range: Range | null;
}

/** Maps argument sets of one step sequence to points (TU13). */
export interface ArgumentSpace {
  pointOf(steps: readonly Step[]): Point;
}

interface SpaceInput {
  readonly recipe: TuningRecipe;
  readonly tunables: readonly Tunable[];
  /** The argument sets of the runs in use. */
  readonly sets: readonly (readonly Step[])[];
}

/** A space over the arguments that differ somewhere; those equal in all runs and the live recipe are dropped (TU13). */
export function argumentSpace({ recipe, tunables, sets }: SpaceInput): ArgumentSpace {
  const all = [recipe.steps, ...sets];
  const moving = new Set(tunables.map((tunable) => `${tunable.step} ${tunable.param}`));
  const dimensions = dimensionsOf(all, (step, param, values) => {
    if (!moving.has(`${step} ${param}`) && values.size < 2) return null;
    const tunable = tunables.find((known) => known.step === step && known.param === param);
    return { step, param, range: numericRange(values, tunable ?? recipe.rangeOf(step, param)) };
  });
  const numeric = dimensions.filter((dimension) => dimension.range !== null);
  const fixed = dimensions.filter((dimension) => dimension.range === null);
  const codes = new Map<string, number>();
  const codeOf = (value: unknown) => {
    const text = JSON.stringify(value) ?? "";
    const code = codes.get(text) ?? codes.size;
    codes.set(text, code);
    return code;
  };
  return {
    pointOf: (steps) => ({
      coordinates: Float64Array.from(numeric, ({ step, param, range }) => {
        const value = steps[step]?.args[param];
        return typeof value === "number" && range !== null ? normalise(value, range) : 0;
      }),
      codes: Int32Array.from(fixed, ({ step, param }) => codeOf(steps[step]?.args[param])),
    }),
  };
}

function dimensionsOf(
  sets: readonly (readonly Step[])[],
  decide: (step: number, param: string, values: ReadonlySet<unknown>) => Dimension | null,
): Dimension[] {
  const seen = new Map<string, { step: number; param: string; values: Set<unknown> }>();
  for (const steps of sets) {
    steps.forEach(({ args }, step) => {
      for (const [param, value] of Object.entries(args)) {
        const key = `${step} ${param}`;
        const known = seen.get(key) ?? { step, param, values: new Set() };
        seen.set(key, known);
        known.values.add(value);
      }
    });
  }
  return [...seen.values()].flatMap(({ step, param, values }) => decide(step, param, values) ?? []);
}

/** The range of an argument whose every value is a number, null for enums, booleans and mixtures. */
function numericRange(values: ReadonlySet<unknown>, known: Range | null): Range | null {
  const numbers = [...values].filter((value) => typeof value === "number");
  if (numbers.length < values.size) return null;
  if (known !== null) return known;
  return { min: Math.min(...numbers), max: Math.max(...numbers), isLog: false };
}
