import { goldPairsFor, goldRecipes } from "../../../../core/imaging/bench/gold-recipes.ts";
import { parseRecipe } from "../../../../core/imaging/recipe/parse-recipe.ts";
import type { Recipe } from "../../../../core/imaging/recipe/recipe.ts";
import { exploredRecipes } from "../../../../core/tuning/exploration/explored-recipes.ts";
import { type Expected, whyExplored } from "../../../../core/tuning/exploration/why-explored.ts";
import { tuningRecipe } from "../../../../core/tuning/live/tuning-recipe.ts";
import { mulberry32 } from "../../../../core/tuning/sampling/mulberry32.ts";
import { shuffledIndices } from "../../../../core/tuning/sampling/shuffle.ts";
import type { Db, Tx } from "../../../platform/app.ts";
import { liveRecipeOf, type RunnableRecipe, runnable } from "../classes/live-recipes.ts";
import { storedInputs } from "../inputs/input-repo.ts";
import { chooseInputs } from "./choose-inputs.ts";
import { findFit } from "./fit-repo.ts";
import { improvePairs, judgedInputs } from "./improve-repo.ts";

/** One picture and the explored recipe that runs on it beside the live one, with why it was chosen. */
interface PlannedPair {
  input: string;
  explored: RunnableRecipe;
  origin: string;
  why: string;
}

/** One picture untouched and obviously broken, which checks the raters (IM64). */
interface GoldPair {
  input: string;
  untouched: RunnableRecipe;
  broken: RunnableRecipe;
}

export type ImprovePlan =
  | { kind: "pairs"; live: RunnableRecipe; pairs: PlannedPair[]; gold: GoldPair[]; tunables: readonly string[] }
  /** Why there is nothing to run, in words. */
  | { kind: "nothing"; why: string };

/** The next pairs of a class (IM54); the seed comes from the live recipe, so that each has a sequence of its own. */
export async function prepareImprove(
  tx: Db | Tx,
  { orgId, class: label, count }: { orgId: string; class: string; count: number },
): Promise<ImprovePlan> {
  const of = { orgId, class: label };
  const live = await liveRecipeOf(tx, orgId, label);
  if (live === null) return nothing(`recipe_missing: the class ${label} has no recipe yet`);
  const made = await improvePairs(tx, of);
  const stored = (await storedInputs(tx, of)).sort();
  if (stored.length === 0) return nothing(`no picture of ${label} is stored here`);
  const seed = Number.parseInt(live.sha.slice(0, 8), 16);
  const fit = await fitFor(tx, of, live.sha);
  const explored = exploredSets(live, {
    label,
    count,
    seed,
    index: made.filter((one) => one.recipeSha === live.sha).length,
    promising: fit?.values ?? null,
  });
  if (typeof explored === "string") return nothing(explored);
  const others = made.filter(({ recipeSha }) => recipeSha !== live.sha).map(({ inputBlake3 }) => inputBlake3);
  const inputs = chooseInputs({
    stored: shuffledIndices(stored.length, mulberry32(seed)).flatMap((at) => stored[at] ?? []),
    used: new Set([...(await judgedInputs(tx, of)), ...made.map(({ inputBlake3 }) => inputBlake3)]),
    pairs: countEach(others),
    count,
  });
  const pairs = inputs.flatMap((input, at) => {
    const set = explored.recipes[at];
    const recipe = runnable(set?.text ?? "", label);
    if (set === undefined || recipe === null) return [];
    return [{ input, explored: recipe, origin: set.origin, why: whyExplored(set, fit?.expected ?? null) }];
  });
  const gold = goldPairs(explored.live, inputs, count);
  return { kind: "pairs", live, pairs, gold, tunables: explored.names };
}

/** On pictures that the batch uses anyway, so that none more is spent. */
function goldPairs(live: Recipe, inputs: readonly string[], count: number): GoldPair[] {
  const texts = goldRecipes(live);
  const [untouched, broken] = [texts?.untouched, texts?.broken].map((text) => runnable(text ?? "", live.class));
  if (untouched == null || broken == null) return [];
  return [...new Set(inputs)].slice(0, goldPairsFor(count)).map((input) => ({ input, untouched, broken }));
}

const nothing = (why: string): ImprovePlan => ({ kind: "nothing", why });

/** The most promising set, where the kept fit is relative to what is live (TU28). */
async function fitFor(
  tx: Db | Tx,
  of: { orgId: string; class: string },
  liveSha: string,
): Promise<{ values: Readonly<Record<string, number>>; expected: Expected } | null> {
  const fit = await findFit(tx, of);
  if (fit?.baseSha !== liveSha || fit.promising === null) return null;
  const { values, ...figures } = fit.promising;
  return { values, expected: { ...figures, rows: fit.rows } };
}

interface Asked {
  label: string;
  index: number;
  count: number;
  seed: number;
  promising: Readonly<Record<string, number>> | null;
}

function exploredSets(live: RunnableRecipe, { label, ...asked }: Asked) {
  const parsed = parseRecipe(live.toml, { fileStem: label });
  if (parsed.kind === "invalid") return "the live recipe does not parse any more";
  const explored = exploredRecipes({ recipe: tuningRecipe(parsed.recipe), ...asked });
  switch (explored.kind) {
    case "explored":
      return { ...explored, live: parsed.recipe };
    case "unknown_tunable":
      return `[tune].params names ${explored.name}, which no step has`;
    case "no_tunables":
      return `nothing in the live recipe of ${label} may move`;
  }
}

function countEach(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
