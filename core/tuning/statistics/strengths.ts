import type { RandomSource } from "../sampling/mulberry32.ts";
import { bradleyTerry } from "./bradley-terry.ts";
import { populationSd } from "./moments.ts";
import type { Vote } from "./votes.ts";

/** How strong a recipe is in votes, with the 95 % interval over inputs. */
export interface Strength {
  readonly recipe: string;
  /** Geometric mean over the recipes is 1. */
  readonly strength: number;
  readonly lower: number;
  readonly upper: number;
  /** Variance of the logarithm over the resamples. */
  readonly logVariance: number;
  readonly decisiveVotes: number;
  /** Under 10 decisive votes hidden, under 30 preliminary. */
  readonly standing: "hidden" | "preliminary" | "shown";
}

const RESAMPLES = 1000;
const TAIL = 0.025;
const HIDDEN_UNDER = 10;
const PRELIMINARY_UNDER = 30;

/** Strengths of all recipes in the votes, by 1,000 resamples of inputs; sorted by the lower bound, then by name (TU34). */
export function recipeStrengths(votes: readonly Vote[], random: RandomSource): Strength[] {
  const recipes = [...new Set(votes.flatMap(({ left, right }) => [left, right]))].sort();
  const byInput = votesByInput(votes, recipes);
  const whole = bradleyTerry(winTable(byInput.flat(), recipes.length));
  const samples = Array.from({ length: RESAMPLES }, () => {
    const drawn = byInput.map(() => byInput[Math.floor(random() * byInput.length)] ?? []);
    return bradleyTerry(winTable(drawn.flat(), recipes.length), whole);
  });
  const strengths = recipes.map((recipe, index): Strength => {
    const values = samples.map((sample) => sample[index] ?? 1).sort((left, right) => left - right);
    const decisiveVotes = votes.filter((vote) => vote.outcome !== "tie" && hasPart(vote, recipe)).length;
    return {
      recipe,
      strength: whole[index] ?? 1,
      lower: values[Math.floor(RESAMPLES * TAIL)] ?? 1,
      upper: values[Math.ceil(RESAMPLES * (1 - TAIL)) - 1] ?? 1,
      logVariance: populationSd(values.map(Math.log)) ** 2,
      decisiveVotes,
      standing: standingOf(decisiveVotes),
    };
  });
  return strengths.sort((left, right) => right.lower - left.lower || (left.recipe < right.recipe ? -1 : 1));
}

const hasPart = ({ left, right }: Vote, recipe: string): boolean => left === recipe || right === recipe;

function standingOf(decisiveVotes: number): Strength["standing"] {
  if (decisiveVotes < HIDDEN_UNDER) return "hidden";
  return decisiveVotes < PRELIMINARY_UNDER ? "preliminary" : "shown";
}

/** A vote by the recipes' places: the first beat the second by this much. */
type Win = readonly [winner: number, loser: number, weight: number];

function votesByInput(votes: readonly Vote[], recipes: readonly string[]): Win[][] {
  const place = new Map(recipes.map((recipe, index) => [recipe, index]));
  const groups = new Map<string, Win[]>();
  for (const { input, left, right, outcome } of votes) {
    const group = groups.get(input) ?? [];
    groups.set(input, group);
    const [l, r] = [place.get(left) ?? -1, place.get(right) ?? -1];
    const ofLeft = outcome === "tie" ? 0.5 : outcome === "left" ? 1 : 0;
    group.push([l, r, ofLeft], [r, l, 1 - ofLeft]);
  }
  return [...groups.values()];
}

function winTable(wins: readonly Win[], size: number): number[][] {
  const table = Array.from({ length: size }, () => Array.from({ length: size }, () => 0));
  for (const [winner, loser, weight] of wins) {
    const row = table[winner];
    if (row !== undefined) row[loser] = (row[loser] ?? 0) + weight;
  }
  return table;
}
