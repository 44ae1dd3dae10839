import { z } from "zod";
import type { NumberParameter } from "./parameter.ts";
import { parametersOf } from "./step-table.ts";

/** Text that the canonical form can hold (IM18). */
const Text = z.string().refine((text) => text.isWellFormed(), { error: "holds half of a character" });
const Argument = z.union([z.number(), Text, z.boolean()], { error: "must be a number, a flag or whole characters" });

/** One step of the canonical form: an op and every argument, defaults filled in; the last may be `output` (IM18). */
export const CanonicalStep = z.strictObject({ args: z.record(Text, Argument), op: Text });
export type CanonicalStep = z.infer<typeof CanonicalStep>;

/** What `[tune]` says; names are `<id>.<param>`. */
export interface TuneTable {
  readonly params: readonly string[] | null;
  readonly method: "gp" | "idw" | null;
  readonly step: Readonly<Record<string, number>>;
  readonly range: Readonly<Record<string, readonly [number, number]>>;
}

export interface Recipe {
  readonly schema: 0 | 1;
  readonly class: string;
  readonly title: string | null;
  /** The text as written; edits keep its comments. */
  readonly text: string;
  /** Enabled steps in order, the output last (IM18); empty is a pass-through (IM16). */
  readonly steps: readonly CanonicalStep[];
  /** The id of each canonical step; schema 0 has `<op>`, then `<op>#2` (TU10). */
  readonly ids: readonly string[];
  /** BLAKE3 of the canonical form, 64 hex digits. */
  readonly sha: string;
  readonly limits: { readonly maxPixels: number; readonly maxSeconds: number };
  readonly tune: TuneTable;
}

/** IM16: the bytes are copied undecoded. */
export const isPassThrough = (recipe: Pick<Recipe, "steps">): boolean => recipe.steps.length === 0;

/** `<id>.<param>` → value of every canonical step, for people and grep (IM19). */
export function argsOf({ steps, ids }: Pick<Recipe, "steps" | "ids">): Record<string, string | number | boolean> {
  return Object.fromEntries(
    steps.flatMap((step, index) =>
      Object.entries(step.args).map(([param, value]) => [`${ids[index] ?? step.op}.${param}`, value]),
    ),
  );
}

/** What the step table says of a number of a canonical step; null for what is no number there, and in schema 0. */
export function numberParameterOf(recipe: Recipe, step: number, param: string): NumberParameter | null {
  const at = recipe.steps[step];
  if (recipe.schema === 0 || at === undefined) return null;
  const parameter = parametersOf(at.op, at.args)?.[param];
  return parameter?.kind === "number" ? parameter : null;
}
