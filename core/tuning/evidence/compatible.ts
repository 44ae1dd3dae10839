import type { CollectedLog } from "../reading/collector.ts";
import type { Step } from "../reading/record.ts";
import type { TuningRecipe } from "../recipe.ts";
import { type ArgumentSet, type ArgumentSets, formatOf, shapeOf } from "./argument-sets.ts";
import { type ClassEvidence, keepRuns } from "./class-evidence.ts";

/** Why a rated run cannot be compared with the live recipe (TU8). */
type IncompatibleReason =
  | "other steps"
  | "other output format"
  | "other working size"
  | "argument missing"
  | "argument out of range";

export interface CompatibleEvidence extends ClassEvidence {
  readonly incompatible: ReadonlyMap<IncompatibleReason, number>;
  /** Number of distinct argument sets among the compatible rated runs (TU9). */
  readonly argumentSets: number;
}

/** What the runs of a class are held against. */
interface Yardstick {
  readonly recipe: TuningRecipe;
  /** Arguments every run must have as numbers, `[step, argument]`: the tunables of schema 0. */
  readonly required: readonly (readonly [number, string])[];
}

interface Judged extends Yardstick {
  readonly log: CollectedLog;
  readonly sets: ArgumentSets;
}

/** Rated runs that were counted by their arguments and working size; a full size and a v1 run have an infinite side. */
export interface RatedGroup {
  readonly steps: readonly Step[];
  readonly side: number;
  readonly runs: number;
}

/** Keeps the rated runs that share the live recipe's steps, output format and the class's usual working size (TU8). */
export function compatibleEvidence(evidence: ClassEvidence, judged: Judged): CompatibleEvidence {
  const { log, sets } = judged;
  const sides = new Map<number, number>();
  for (const run of evidence.runs) addTo(sides, log.runs.side.at(run), 1);
  const usual = usualSide(sides);
  const incompatible = new Map<IncompatibleReason, number>();
  const fits = new Set<number>();
  const misfits = new Map<ArgumentSet, ArgumentMisfit>();
  for (const run of evidence.runs) {
    const set = sets.of(run);
    const misfit = () => {
      const known = misfits.get(set);
      const found = known === undefined ? argumentMisfit(sets.stepsOf(run), judged) : known;
      misfits.set(set, found);
      return found;
    };
    const told = { set, side: log.runs.side.at(run), misfit };
    const reason = reasonAgainst(told, usual, judged);
    if (reason === null) fits.add(run);
    else addTo(incompatible, reason, 1);
  }
  const kept = keepRuns(log, evidence, fits);
  const argumentSets = new Set(kept.runs.map((run) => sets.of(run).sha)).size;
  return { ...evidence, ...kept, incompatible, argumentSets };
}

/** The groups that a tune may compare with the live recipe: the rule of `compatibleEvidence` over runs that a database counted (TU8). */
export function compatibleGroups<T extends RatedGroup>(groups: readonly T[], yardstick: Yardstick): T[] {
  const sides = new Map<number, number>();
  for (const { side, runs } of groups) addTo(sides, side, runs);
  const usual = usualSide(sides);
  return groups.filter(({ steps, side }) => {
    const set = { shape: shapeOf(steps), format: formatOf(steps) };
    return reasonAgainst({ set, side, misfit: () => argumentMisfit(steps, yardstick) }, usual, yardstick) === null;
  });
}

function addTo<K>(counts: Map<K, number>, key: K, n: number): void {
  counts.set(key, (counts.get(key) ?? 0) + n);
}

interface RunFacts {
  readonly set: Pick<ArgumentSet, "shape" | "format">;
  readonly side: number;
  /** What is wrong with its arguments where its steps are the live ones. */
  readonly misfit: () => ArgumentMisfit;
}

type ArgumentMisfit = "argument missing" | "argument out of range" | null;

function reasonAgainst(run: RunFacts, usual: number, { recipe }: Yardstick): IncompatibleReason | null {
  if (run.set.shape !== shapeOf(recipe.steps)) return "other steps";
  if (run.set.format !== formatOf(recipe.steps)) return "other output format";
  if (run.side !== usual) return "other working size";
  return run.misfit();
}

/** An argument that no recipe can have says nothing of those it may have, and has no place in the normalised space (TU13). */
function argumentMisfit(steps: readonly Step[], { recipe, required }: Yardstick): ArgumentMisfit {
  if (!hasNumbers(steps, required)) return "argument missing";
  const isInside = steps.every(({ args }, step) =>
    Object.entries(args).every(([param, value]) => {
      const range = typeof value === "number" ? recipe.rangeOf(step, param) : null;
      return range === null || !range.isTunable || (Number(value) >= range.min && Number(value) <= range.max);
    }),
  );
  return isInside ? null : "argument out of range";
}

function hasNumbers(steps: readonly Step[], required: Yardstick["required"]): boolean {
  return required.every(([step, param]) => typeof steps[step]?.args[param] === "number");
}

/** The most frequent working size; of equally frequent ones the larger (TU8). */
function usualSide(counts: ReadonlyMap<number, number>): number {
  let usual = Number.POSITIVE_INFINITY;
  let most = 0;
  for (const [side, count] of counts) {
    if (count < most || (count === most && side < usual)) continue;
    usual = side;
    most = count;
  }
  return usual;
}
