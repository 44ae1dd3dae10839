import { z } from "zod";
import { parseRecipe } from "../../../../core/imaging/recipe/parse-recipe.ts";
import { CanonicalStep } from "../../../../core/imaging/recipe/recipe.ts";
import { compatibleGroups } from "../../../../core/tuning/evidence/compatible.ts";
import { requiredArguments } from "../../../../core/tuning/evidence/prepare-log.ts";
import { tuningRecipe } from "../../../../core/tuning/live/tuning-recipe.ts";
import type { TuningRecipe } from "../../../../core/tuning/recipe.ts";
import type { Tx } from "../../../platform/app.ts";
import { findClass, findVersion } from "../classes/class-repo.ts";
import { recordsOfRuns } from "../runs/run-repo.ts";
import type { ClassProgress } from "../schema.ts";
import { countRated, type RatedSet, ratedSets } from "./rated-repo.ts";

/** TU9. */
const RUNS_NEEDED = 20;

interface OfClass {
  readonly orgId: string;
  readonly class: string;
}

/** C-13: how far a class is from being tunable, by the tuner's own rule: what was scored or judged and can be compared with the live recipe (TU8, TU9); asked after every answer, so the database counts. */
export async function classProgressOf(tx: Tx, of: OfClass): Promise<ClassProgress> {
  return (await progressByClass(tx, of)).get(of.class) ?? noProgress(of.class);
}

/** The same of each class that has a rated run, or of one: a single query finds which those are, and only they are asked for more. */
export async function progressByClass(
  tx: Tx,
  of: { orgId: string; class?: string },
): Promise<ReadonlyMap<string, ClassProgress>> {
  const progress = new Map<string, ClassProgress>();
  for (const [label, sets] of Map.groupBy(await ratedSets(tx, of), (set) => set.class)) {
    const counted = await countComparable(tx, { orgId: of.orgId, class: label }, sets);
    progress.set(label, { ...noProgress(label), ...counted });
  }
  return progress;
}

/** Of a class without a rated run. */
export const noProgress = (label: string): ClassProgress => ({
  class: label,
  needed: RUNS_NEEDED,
  rated: 0,
  argumentSets: 0,
});

async function countComparable(tx: Tx, of: OfClass, sets: readonly RatedSet[]) {
  const recipe = await liveTuningRecipe(tx, of);
  if (recipe === null) return {};
  const fitting = compatibleGroups(await groupsOf(tx, of.orgId, sets), { recipe, required: requiredArguments(recipe) });
  const [first] = fitting;
  if (first === undefined) return {};
  const side = Number.isFinite(first.side) ? first.side : null;
  return countRated(tx, of, { shas: fitting.map(({ sha }) => sha), side });
}

async function liveTuningRecipe(tx: Tx, of: OfClass): Promise<TuningRecipe | null> {
  const recipeSha = (await findClass(tx, of.orgId, of.class))?.liveSha ?? null;
  const version = recipeSha === null ? null : await findVersion(tx, { ...of, recipeSha });
  const parsed = version === null ? null : parseRecipe(version.toml, { fileStem: of.class });
  return parsed?.kind === "recipe" ? tuningRecipe(parsed.recipe) : null;
}

const Steps = z.object({ steps: z.array(CanonicalStep) });
type StepsOfSet = z.infer<typeof Steps>["steps"];

/** A sha names its steps for good, so what was read once holds for every organisation. */
const stepsOfSha = new Map<string, StepsOfSet>();
const MOST_KEPT = 5_000;

async function groupsOf(tx: Tx, orgId: string, sets: readonly RatedSet[]) {
  const unread = sets.filter(({ sha }) => !stepsOfSha.has(sha));
  const examples = unread.map(({ example }) => example);
  const records = examples.length === 0 ? new Map<string, string | null>() : await recordsOfRuns(tx, orgId, examples);
  const read = new Map<string, StepsOfSet>();
  for (const { sha, example } of unread) {
    const { data } = Steps.safeParse(JSON.parse(records.get(example) ?? "null"));
    if (data !== undefined) read.set(sha, data.steps);
  }
  const groups = sets.map(({ sha, side, runs }) => {
    const steps = read.get(sha) ?? stepsOfSha.get(sha) ?? [];
    return { sha, side: side ?? Number.POSITIVE_INFINITY, runs, steps };
  });
  if (stepsOfSha.size + read.size > MOST_KEPT) stepsOfSha.clear();
  for (const [sha, steps] of read) stepsOfSha.set(sha, steps);
  return groups;
}
