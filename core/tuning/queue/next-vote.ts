import type { RandomSource } from "../sampling/mulberry32.ts";
import type { Strength } from "../statistics/strengths.ts";
import { drawSpaced } from "./spacing.ts";

/** What the vote order needs of a recipe (TU30). */
export type VoteStrength = Pick<Strength, "recipe" | "strength" | "logVariance" | "decisiveVotes">;

/** Two runs of one input that may be put side by side. */
interface WaitingPair {
  readonly pairId: string;
  readonly input: string;
  /** Recipe shas of the two runs. */
  readonly left: string;
  readonly right: string;
}

type VoteTerm = "open-pair" | "random";

export interface VoteQueue {
  readonly waiting: readonly WaitingPair[];
  readonly strengths: readonly VoteStrength[];
  /** Inputs of the pictures shown before, oldest first. */
  readonly shown: readonly string[];
  readonly random: RandomSource;
}

export type NextVote = { kind: "chosen"; pairId: string; term: VoteTerm } | { kind: "spaced" } | { kind: "empty" };

/** Variance of the log strength that the prior of TU34 gives a recipe without votes: trigamma(1.5). */
const VARIANCE_WITHOUT_VOTES = 0.934802;

/** The pair whose verdict is most open, p(1 − p)(var_i + var_j), with the random share and spacing of TU29 (TU30). */
export function nextVote({ waiting, strengths, shown, random }: VoteQueue): NextVote {
  const byRecipe = new Map(strengths.map((one) => [one.recipe, one]));
  const ranked = waiting.map((pair) => ({
    id: pair.pairId,
    input: pair.input,
    priority: openness(byRecipe.get(pair.left), byRecipe.get(pair.right)),
  }));
  const drawn = drawSpaced(ranked, { shown, random });
  if (typeof drawn === "string") return { kind: drawn };
  return { kind: "chosen", pairId: drawn.item.id, term: drawn.isRandom ? "random" : "open-pair" };
}

function openness(left: VoteStrength | undefined, right: VoteStrength | undefined): number {
  const p = (left?.strength ?? 1) / ((left?.strength ?? 1) + (right?.strength ?? 1));
  return p * (1 - p) * (varianceOf(left) + varianceOf(right));
}

function varianceOf(one: VoteStrength | undefined): number {
  return one === undefined || one.decisiveVotes === 0 ? VARIANCE_WITHOUT_VOTES : one.logVariance;
}
