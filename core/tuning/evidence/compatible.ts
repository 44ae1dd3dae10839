import type { CollectedLog } from "../reading/collector.ts";
import type { Step } from "../reading/record.ts";
import type { TuningRecipe } from "../recipe.ts";
import { type ArgumentSets, formatOf, shapeOf } from "./argument-sets.ts";
import { type ClassEvidence, keepRuns } from "./class-evidence.ts";

/** Why a rated run cannot be compared with the live recipe (TU8). */
type IncompatibleReason = "other steps" | "other output format" | "other working size" | "argument missing";

export interface CompatibleEvidence extends ClassEvidence {
  readonly incompatible: ReadonlyMap<IncompatibleReason, number>;
  /** Number of distinct argument sets among the compatible rated runs (TU9). */
  readonly argumentSets: number;
}

interface Judged {
  readonly log: CollectedLog;
  readonly sets: ArgumentSets;
  readonly recipe: TuningRecipe;
  /** Arguments every run must have as numbers, `[step, argument]`: the tunables of schema 0. */
  readonly required: readonly (readonly [number, string])[];
}

/** Keeps the rated runs that share the live recipe's steps, output format and the class's usual working size (TU8). */
export function compatibleEvidence(evidence: ClassEvidence, judged: Judged): CompatibleEvidence {
  const { log, sets } = judged;
  const usual = usualSide(evidence.runs.map((run) => log.runs.side.at(run)));
  const incompatible = new Map<IncompatibleReason, number>();
  const fits = new Set<number>();
  for (const run of evidence.runs) {
    const reason = reasonAgainst(run, usual, judged);
    if (reason === null) fits.add(run);
    else incompatible.set(reason, (incompatible.get(reason) ?? 0) + 1);
  }
  const argumentSets = new Set([...fits].map((run) => sets.of(run).sha)).size;
  return { ...evidence, ...keepRuns(log, evidence, fits), incompatible, argumentSets };
}

function reasonAgainst(run: number, usual: number, { log, sets, recipe, required }: Judged): IncompatibleReason | null {
  const set = sets.of(run);
  if (set.shape !== shapeOf(recipe.steps)) return "other steps";
  if (set.format !== formatOf(recipe.steps)) return "other output format";
  if (log.runs.side.at(run) !== usual) return "other working size";
  if (required.length > 0 && !hasNumbers(sets.stepsOf(run), required)) return "argument missing";
  return null;
}

function hasNumbers(steps: readonly Step[], required: Judged["required"]): boolean {
  return required.every(([step, param]) => typeof steps[step]?.args[param] === "number");
}

/** The most frequent working size; of equally frequent ones the larger (TU8). */
function usualSide(sides: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const side of sides) counts.set(side, (counts.get(side) ?? 0) + 1);
  let usual = Number.POSITIVE_INFINITY;
  let most = 0;
  for (const [side, count] of counts) {
    if (count < most || (count === most && side < usual)) continue;
    usual = side;
    most = count;
  }
  return usual;
}
